"""What a person wants of the office, told from how they write."""

from intake.request import RequestKind, read
from tests.request.mail import message, shipped

QUESTIONS = {
    "fee before asking": (
        "fees",
        "Good morning,\n\nBefore I put anything in writing: what does your office charge for an electronic copy of a "
        "record, and do you bill before or after the work is done?\n\nThank you,\nHarriet Stowe",
    ),
    "licence for a printed product": (
        "Terms?",
        "Hello, I pulled the park boundaries off your site last month and they look great on a tea towel. Am I "
        "allowed to sell the towels at the street fair, and do I have to print a credit line on them?\n\nMoira",
    ),
    "broken download": (
        "Bus stops file",
        "The CSV link on the bus stops page gives me an empty file since Tuesday. Zero bytes. I tried two browsers. "
        "Is something wrong on your end?\n\nKeith",
    ),
    "meaning of a code": (
        "crash layer",
        "What does SEV_CD = 9 mean in the crash layer? The metadata only goes up to 5. I have already downloaded the "
        "layer, so just the explanation is fine.\n\nPilar Domenech",
    ),
    "where is it": (
        "Re: [OD-2026-00019] We have your request",
        "Hi again, I was told two weeks and it is now five. Could somebody tell me where this stands?\n\nAnton Vrba",
    ),
    "nudge": (
        "Following up",
        "Just checking in on the sidewalk request I made on April 2. Any idea when I might hear something?\n\nBea Lund",
    ),
    "how to ask": (
        "How does this work",
        "Is there a form I should fill in, or is an e-mail like this enough? And do I need to live in town? I have "
        "not decided what to ask for yet.\n\nOscar Bright",
    ),
    "update cycle": (
        "parcel updates",
        "How often do you refresh the parcel layer on the portal? The date at the bottom still says January.\n\nJ. Quist",
    ),
    "wrong coordinates": (
        "Hydrants in the lake",
        "Eleven of the hydrants on your open data map sit in the middle of Lake Symphony. I think the last digits of "
        "the longitude got cut off. You may want to tell whoever keeps it.\n\nRegards, Lt. Dorsey",
    ),
    "spanish licence": (
        "Duda sobre la licencia",
        "Hola, bajé el mapa de senderos de su portal. ¿Se puede usar en un folleto que vamos a vender? ¿Hay que "
        "citar al municipio?\n\nGracias, Inés Robledo",
    ),
}

NOT_REQUESTS = {
    "thanks": (
        "Re: Your file is ready",
        "It opened fine and the numbers are exactly what the committee wanted to see. Thank you both for the quick "
        "turnaround!\n\nFrancine",
    ),
    "withdrawal": (
        "Re: [OD-2026-00044] more detail",
        "Please cancel this one. My professor changed the topic and I won't be needing the data any more. Sorry for "
        "the trouble.\n\nDevin",
    ),
    "found it": ("Re: tree list", "Never mind, I found it on the portal. No need to reply.\n\nLou"),
    "sales": (
        "Cut your records backlog in half",
        "Hi there,\n\nTowns like yours spend hours answering requests. Our platform automates 80% of that work. Do "
        "you have 20 minutes next week for a quick demo?\n\nBest,\nChad Winters\nAccount Executive, RecordFlow",
    ),
    "pothole": (
        "HOLE",
        "There is a pothole the size of a bathtub in front of 88 Linden. It ate my hubcap. When is somebody going to "
        "come and fill it??",
    ),
    "water bill": (
        "my bill",
        "My water bill is $212 this month and I live alone. Who do I call to have the meter looked at?\n\nEsther Kline",
    ),
    "gracias": (
        "Re: datos",
        "Ya recibí el archivo, muchísimas gracias por su ayuda. Que tengan buen fin de semana.",
    ),
    "scam": (
        "Beneficiary",
        "Dear friend, I am the attorney of a late client who left 8.5 million dollars. Kindly reply with your bank "
        "particulars so the transfer can begin.",
    ),
    "mailbox phish": (
        "Action required: storage limit",
        "Your mailbox is 98% full. Verify your account within 24 hours to avoid losing incoming messages. Sign in here.",
    ),
    "list seller": (
        "Attendee list",
        "Would you be interested in acquiring the attendees list of the City Managers Expo? 14,200 verified contacts, "
        "with name, title, phone and e-mail, delivered in Excel. Reply for counts and pricing.",
    ),
    "acceptance": (
        "Re: Cost estimate",
        "Yes, that price is fine with us. Please go ahead. A check goes out tomorrow.\n\nSol",
    ),
    "holding reply": (
        "Re: A few questions",
        "Got it, let me ask our engineer and I will get back to you next week.\n\nPia",
    ),
    "colleague": (
        "lunch",
        "Hey Dan, are we still on for noon? I can bring the floor tiles you wanted to look at. - M",
    ),
    "pavilion": (
        "Birthday party",
        "We would like the big pavilion at Bond Park on Saturday the 14th from noon to four. Is it free, and what do we "
        "pay? About 30 kids.\n\nThe Osei family",
    ),
    "lost dog": (
        "Lost beagle",
        "Our beagle Pepper slipped out near Kildaire and Penny. She has a red collar. Please call if you see her.",
    ),
    "noise next door": (
        "Leaf blowers at 6 am",
        "The landscapers behind us start at six every single morning. Isn't there an ordinance? I want somebody sent out.",
    ),
    "remove me": ("unsubscribe", "Please take me off whatever list this is. I never signed up."),
    "speaker": (
        "Call for speakers",
        "Our spring summit brings together 400 data leaders. We would be honored to have your office present. Early-bird "
        "registration closes on April 3.\n\nThe Summit Team",
    ),
    "permit applicant": (
        "deck permit",
        "I put in for a deck permit three weeks ago, application D-2231. The contractor is waiting. Can you approve it?\n\nRob Finch",
    ),
    "job": (
        "Application for GIS technician",
        "Dear hiring manager, please find attached my resume for the GIS technician position advertised on your "
        "website. I look forward to hearing from you.\n\nMaya Orr",
    ),
}

MISUSE = {
    "resold": (
        "Company selling your data",
        "A firm called ParcelGold charges $49 a month for what is plainly your free parcel file, and tells buyers it "
        "is the Town's official partner. I thought you should know and look into it.\n\nTess Aldridge",
    ),
    "leaked key": (
        "your API key on GitHub",
        "While searching for something else I came across one of your API keys in a public repository, in plain text. "
        "I have not used it. You will want to revoke it today.\n\nSam Okoye",
    ),
    "harassment": (
        "Report of abuse",
        "Someone is using the code complaint file from your portal to find the people who complained and put letters "
        "under their doors. My mother got one. This has to stop.\n\nRuth Amara",
    ),
    "scraper": (
        "Somebody is hammering the portal",
        "Our shared office IP gets blocked because a tenant here runs a bot that scrapes your permit pages around "
        "the clock in violation of your terms of use. I can give you his name.\n\nL. Novak",
    ),
}

APPEALS = {
    "denial": (
        "Appeal",
        "On May 3 you denied my request for the inspection reports. I do not accept that they are confidential and "
        "ask that the decision be reviewed by the town attorney.\n\nHoward Pell",
    ),
    "key": (
        "Key blocked",
        "My API key was suspended on Friday for a load I did not cause. Please reinstate it or tell me how I can "
        "contest this.\n\nNiamh",
    ),
    "fee": (
        "Re: Cost estimate",
        "$760 for a spreadsheet you already have is not a cost, it is a wall. I dispute this estimate and want "
        "somebody else to look at it.\n\nGordon Fitch",
    ),
    "spanish": (
        "Apelación",
        "Me negaron las actas de 2024 y no estoy de acuerdo con la decisión. Quiero apelar. ¿Ante quién lo hago?\n\n"
        "Ramiro Cantú",
    ),
}

REQUESTS = {
    "plain": (
        "Trees",
        "Could I get the street tree inventory as a CSV? Species and location would do.\n\nAmy",
    ),
    "fee in passing": (
        "Budget data",
        "Please send the adopted budget by line item for FY2025. If there is a fee above $20 let me know first.\n\nT. Roe",
    ),
    "question shaped": (
        "speed humps?",
        "Does the town keep a list of where the speed humps are? I would like a copy, any format.\n\nWanda",
    ),
    "report as a noun": (
        "accident reports",
        "I need the accident reports for Kildaire Farm Road from 2022 and 2023, date and time and severity. Excel.\n\nHal",
    ),
    "complaint about the portal first": (
        "2025 crime",
        "Your crime map stops in April, which is no use to our watch group. Can you send us the incidents from May "
        "through today? Date, block and offense.\n\nRosa Timms",
    ),
    "spanish": (
        "Inspecciones",
        "Buenas tardes, quisiera pedir las inspecciones de restaurantes de 2024 en Excel, con fecha y resultado.\n\nLuis",
    ),
    "two words": ("greenways", "greenways shapefile pls"),
    "records of a body": (
        "Minutes",
        "I would be grateful for the minutes of the Historic Preservation Commission from 1998 to 2004, in whatever form.\n\nOwen",
    ),
    "publish it": (
        "put it online",
        "Any chance the stormwater complaints could go on the portal? The last two years would already help.\n\nNell",
    ),
    "own street": (
        "speeds",
        "I want the results of the speed study that was done on Brook Street in February.\n\nJoan Petrie",
    ),
    "appeal to read": (
        "zoning",
        "We appeal to history buffs, and need the zoning maps from 1960 on for a book.\n\nAda",
    ),
}

INTERFACES = {
    "key": ("API key", "Hi, can I get an API key for the permits endpoint? We would poll it hourly.\n\nRaj"),
    "feed": (
        "real-time buses",
        "Is there an endpoint with live bus positions that our lobby screen could query every 30 seconds?\n\nOle",
    ),
    "quota": (
        "Too many 429s",
        "Our key runs into the daily limit by noon. Could you raise it to 20,000 calls for the service requests API?\n\nJin",
    ),
    "spanish": (
        "Acceso",
        "Necesitamos una clave de API para consultar las paradas de autobús cada hora.\n\nPaz",
    ),
}

ALL = [
    *((RequestKind.QUESTION, name, *mail) for name, mail in QUESTIONS.items()),
    *((RequestKind.NONE, name, *mail) for name, mail in NOT_REQUESTS.items()),
    *((RequestKind.MISUSE_REPORT, name, *mail) for name, mail in MISUSE.items()),
    *((RequestKind.APPEAL, name, *mail) for name, mail in APPEALS.items()),
    *((RequestKind.DATASET, name, *mail) for name, mail in REQUESTS.items()),
    *((RequestKind.API_ACCESS, name, *mail) for name, mail in INTERFACES.items()),
]


# The kind is judged by a learned reader, so these are a sample and not a list of cases that must all be right. Mails
# of a request mistaken for something else would be the worst: nobody would look for the data.
LEAST_RIGHT = 0.75
LEAST_REQUESTS = 0.9


def told(kinds):
    cases = [(kind, name, subject, text) for kind, name, subject, text in ALL if kind in kinds]
    wrong = [
        name
        for kind, name, subject, text in cases
        if read(message(text, subject), shipped()).kind is not kind
    ]
    return 1 - len(wrong) / len(cases), wrong


def test_most_mails_are_of_the_kind_their_writer_meant():
    share, wrong = told(set(RequestKind))
    assert share >= LEAST_RIGHT, wrong


def test_hardly_a_request_is_mistaken_for_something_else():
    share, wrong = told({RequestKind.DATASET, RequestKind.API_ACCESS})
    assert share >= LEAST_REQUESTS, wrong


def test_mail_without_a_word_asks_for_nothing():
    for text in ("", " \n\n", "\U0001f600 \U0001f600"):
        assert read(message(text, ""), shipped()).kind is RequestKind.NONE


def test_request_that_stands_in_the_subject_alone_is_one():
    assert (
        read(message("", "Could I get the list of dog parks as GeoJSON?"), shipped()).kind
        is RequestKind.DATASET
    )
