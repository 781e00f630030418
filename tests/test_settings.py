"""A town's own directory over what ships: what merges, what is refused, and in which words."""

from pathlib import Path

import pytest

from intake.errors import ConfigurationError
from intake.settings import load, store_url


def town(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_town_says_only_what_differs(tmp_path):
    settings = load(
        town(tmp_path, intake='[office]\nname = "Cary Open Data"\n[policy]\nquestion_rounds = 1\n'), {}
    )
    assert settings.office.name == "Cary Open Data"
    assert settings.policy.question_rounds == 1
    assert settings.policy.reopen_days == 90


def test_misspelt_key_is_an_error_that_names_file_key_and_the_nearest_right_one(tmp_path):
    directory = town(tmp_path, intake="[schedule]\npoll_second = 30\n")
    with pytest.raises(ConfigurationError) as error:
        load(directory, {})
    words = str(error.value)
    assert str(directory / "intake.toml") in words
    assert "schedule.poll_second" in words
    assert "poll_seconds" in words


def test_misspelt_section_is_an_error(tmp_path):
    with pytest.raises(ConfigurationError, match=r"smpt.*did you mean smtp"):
        load(town(tmp_path, intake='[smpt]\nhost = "x"\n'), {})


def test_misspelt_key_of_a_mailbox_is_an_error(tmp_path):
    with pytest.raises(ConfigurationError, match=r"mailbox\.main\.hots.*did you mean host"):
        load(town(tmp_path, intake='[mailbox.main]\nhots = "imap.town.example"\n'), {})


def test_plus_addresses_need_room_for_the_signed_reference_in_the_local_part(tmp_path):
    long = "open-data-and-public-records-office@town.example"
    words = f'[office]\naddress = "{long}"\n'
    assert not load(town(tmp_path, intake=words), {}).office.plus_addresses
    with pytest.raises(ConfigurationError, match=r"office: .*at most 21 characters before the @.* has 35"):
        load(town(tmp_path, intake=f"{words}plus_addresses = true\n"), {})


def test_a_wrong_value_is_an_error_that_says_where(tmp_path):
    with pytest.raises(ConfigurationError, match=r"mailbox\.main\.port"):
        load(town(tmp_path, intake="[mailbox.main]\nport = 99999\n"), {})


def test_broken_toml_is_an_error_that_names_the_file(tmp_path):
    with pytest.raises(ConfigurationError, match=r"intake\.toml: not valid TOML"):
        load(town(tmp_path, intake="[office\n"), {})


def test_password_in_the_file_is_refused_and_the_variable_named(tmp_path):
    with pytest.raises(ConfigurationError, match="INTAKE_SMTP_PASSWORD"):
        load(town(tmp_path, intake='[smtp]\npassword = "hunter2"\n'), {})


def test_secrets_come_from_the_environment_or_a_file_and_never_show(tmp_path):
    secret = tmp_path / "imap-password"
    secret.write_text("s3cret\n", encoding="utf-8")
    directory = town(tmp_path, intake='[mailbox.main]\nhost = "imap.town.example"\nuser = "od"\n')
    environment = {"INTAKE_MAILBOX_MAIN_PASSWORD_FILE": str(secret), "INTAKE_SMTP_PASSWORD": "0ther"}
    settings = load(directory, environment)
    assert settings.mailbox["main"].password.get_secret_value() == "s3cret"
    assert settings.smtp.password.get_secret_value() == "0ther"
    assert "s3cret" not in repr(settings)
    assert "0ther" not in repr(settings)


def test_relative_store_lies_in_the_towns_directory(tmp_path):
    assert store_url(load(tmp_path, {})) == f"sqlite:///{tmp_path}/data/intake.db"
    url = "postgresql+psycopg://intake:pw@db/intake"
    assert store_url(load(tmp_path, {"INTAKE_STORE_URL": url})) == url


def test_absent_directory_is_one_sentence(tmp_path):
    with pytest.raises(ConfigurationError, match="no such configuration directory"):
        load(tmp_path / "nowhere", {})


def test_a_holiday_that_is_no_date_is_named_with_its_line(tmp_path):
    (tmp_path / "holidays").write_text("2026-11-26 Thanksgiving\nChristmas\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="line 2"):
        load(tmp_path, {})
