"""Words that do not stand where one looks for them: in a letter that is attached, in answers told by their colour."""

from email.message import EmailMessage

from intake.message.parse import parse

LETTER = """Dear Sirs,

I am the clerk of the garden club. We ask for the list of street trees that were
planted on Linden Row, with kind and year. A spreadsheet will do.

Yours truly,
Wilma Ott
"""
TABLE = "site,date,depth\nA1,2024-01-02,3.1\nA2,2024-01-02,4.0\nA3,2024-01-03,2.2\n"

COLOURED = """<html><body>
<p><span style="color:#0070C0">My answers are in blue below.</span></p>
<div style="border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Open Data Office &lt;opendata@town.example&gt;<br>
<b>Sent:</b> Monday, November 2, 2026 9:12 AM<br><b>To:</b> Ott, Wilma<br><b>Subject:</b> your request</p></div>
<p style="color:black">Which years do you need? <span style="color:#0070C0">2021 and 2022</span></p>
<p>Which format would you like? <font color="blue">CSV,<br>or Excel</font></p>
<p>Which columns? <span style="color:windowtext">Answer as you like.</span></p>
</body></html>"""


def mail(text="", *, html="", attached="", name="letter.txt"):
    message = EmailMessage()
    message["From"] = "Wilma Ott <ott@gardens.example>"
    message["Subject"] = "Re: trees"
    message["Date"] = "Tue, 03 Nov 2026 10:00:00 -0500"
    message.set_content(html, subtype="html") if html else message.set_content(text)
    if attached:
        message.add_attachment(attached, filename=name)
    return parse(message.as_bytes())


def test_letter_in_a_text_file_is_read_behind_its_cover():
    message = mail("Please see the attached letter. Wilma", attached=LETTER)
    assert "list of street trees" in message.text
    assert message.text.startswith("Please see the attached letter.")
    assert message.attachments[0].filename == "letter.txt"


def test_table_in_a_text_file_is_no_letter():
    assert "A1" not in mail("The sites are attached.", attached=TABLE, name="sites.txt").text


def test_text_file_beside_a_request_that_stands_in_the_mail_stays_an_attachment():
    request = "Could you send me the log of water main breaks, with date, street and pipe size? " * 6
    assert "street trees" not in mail(request, attached=LETTER).text


def test_answers_in_blue_between_the_questions_are_the_writers_words():
    message = mail(html=COLOURED)
    assert message.text.split("\n")[0] == "My answers are in blue below."
    assert {"2021 and 2022", "CSV,", "or Excel"} <= set(message.text.split("\n"))
    assert "Which years do you need?" in message.folded
    assert "Answer as you like." not in message.text


def test_colour_alone_makes_no_answer_of_a_quotation():
    message = mail(html=COLOURED.replace("My answers are in blue below.", "Thank you."))
    assert message.text.strip() == "Thank you."
