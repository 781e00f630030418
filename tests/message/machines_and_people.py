"""Answers of machines that no header gives away, and letters of people who write in the same words.

Each is (subject, text). The words of `intake.message.automatic_words` were fitted to these; of those written
last, and seen by no word before, 7 of 12 machines and 12 of 12 people were told right at once.
"""

RE = "Re: [OD-2026-00042] Tree inventory"

MACHINES = (
    (RE, "Hi, I'm on PTO through Friday with limited access to email. Contact Bo Lee for urgent matters.\n"),
    (
        RE,
        "Thanks for your message! We have received your email and will get back to you within 2 business days.\n",
    ),
    (RE, "Ruth Abernathy no longer works here. Please direct your message to info@example.org.\n"),
    (RE, "This mailbox is not monitored. Please do not reply.\n"),
    (RE, "Gracias por su mensaje. Me encuentro fuera de la oficina hasta el 9 de noviembre.\n"),
    (RE, "Hola, estoy de vacaciones hasta el lunes. Responderé a mi regreso.\n"),
    (RE, "Hemos recibido su mensaje y le responderemos a la mayor brevedad.\n"),
    (
        RE,
        "Vielen Dank für Ihre Nachricht. Ich bin ab dem 9.11. wieder erreichbar. Ihre E-Mail wird nicht"
        " weitergeleitet.\n",
    ),
    (RE, "Ho ricevuto il suo messaggio. Sono in ferie fino al 9 novembre.\n"),
    (RE, "Estou de férias até 9 de novembro. Responderei assim que voltar.\n"),
    (RE, "Ik ben op vakantie tot 9 november en lees mijn mail niet.\n"),
    (RE, "Jag är på semester till den 9 november.\n"),
    (RE, "您好，我正在休假，11月9日返回。\n"),
    (
        RE,
        "Bonjour, je suis en congés jusqu'au 9 novembre inclus. En cas d'urgence, merci de contacter"
        " accueil@example.org.\n",
    ),
    (
        RE,
        "Thank you for contacting the Riverside Tenants Union. Your message has been received and somebody"
        " will\nrespond as soon as possible. Our office hours are Monday to Friday, 9 to 5.\n",
    ),
    (
        "Tree inventory",
        "Thank you for your email. I am out of the office returning Monday, November 9.\nIf you need data or"
        " records in the meantime, please write to gis@pinecounty.example.org.\n\nCraig Dunleavy\nPine County"
        " GIS\n",
    ),
    (
        RE,
        "I will be out of the office starting 11/02/2026 and will not return until 11/09/2026. I will respond"
        " to\nyour message when I return.\n",
    ),
    (
        RE,
        "Hello,\n\nI have left the Example Herald as of October 15. For records requests and data please contact"
        " the\nnewsroom at desk@herald.example.org.\n",
    ),
    (
        RE,
        "Thank you for your request. Reports and records as PDF or CSV are answered within 5 days. We have"
        " received your email.\n",
    ),
    (
        RE,
        "Dziękuję za wiadomość. Jestem na urlopie do 9 listopada. W pilnych sprawach proszę o kontakt z biurem.\n",
    ),
    (
        "Your message",
        "Please note that this email address is no longer in use. Kindly update your records and write to"
        "\nhello@walkers.example instead.\n",
    ),
    (
        RE,
        "I'm currently on annual leave and will be back in the office on Tuesday 10 November. I won't be"
        " checking emails.\n",
    ),
    (RE, "Thank you for reaching out! Our team has received your inquiry and will be in touch shortly.\n"),
    (
        RE,
        "Thanks for getting in touch. This is just to let you know that we got your message. A member of our"
        " team will respond within 24 hours.\n",
    ),
    (
        RE,
        "You have reached an unattended mailbox. Messages sent to this address are not read. Call 919-555-0140"
        " instead.\n",
    ),
    (
        RE,
        "Please be advised that Marta Quill is no longer with Fernhill Planning. For assistance contact Joy"
        " Abernathy at 828-555-0116.\n",
    ),
    (
        RE,
        "I am away at a conference through Thursday and will have only intermittent access to my email. For"
        " anything urgent please text me.\n",
    ),
    (
        RE,
        "Our offices are closed for the Thanksgiving holiday and will reopen on Monday, November 30. We will"
        " reply to your message then.\n",
    ),
    (
        RE,
        "Estaré ausente del 3 al 9 de noviembre sin acceso al correo. Para asuntos urgentes, llame al"
        " 919-555-0155.\n",
    ),
    (RE, "Le informamos que su correo ha sido recibido. En breve nos pondremos en contacto con usted.\n"),
    (RE, "Este buzón no es atendido. Por favor no responda a este correo.\n"),
    (
        RE,
        "Sehr geehrte Damen und Herren,\n\nich befinde mich bis einschließlich 13. November im Urlaub. In"
        " dringenden Fällen wenden Sie sich bitte an\nFrau Lindner, Telefon 0351 5550199.\n",
    ),
    (RE, "Wir haben Ihre Anfrage erhalten und werden uns so bald wie möglich bei Ihnen melden.\n"),
    (RE, "Nous avons bien reçu votre message et nous vous répondrons dans les meilleurs délais.\n"),
    (
        RE,
        "Actuellement en vacances, je prendrai connaissance de votre message à mon retour le 12 novembre.\n",
    ),
    (RE, "Sarò assente dall'ufficio fino al 12 novembre. Per urgenze contattare la segreteria.\n"),
    (RE, "Recebemos a sua mensagem e responderemos o mais breve possível.\n"),
    (
        RE,
        "Bedankt voor uw bericht. Ik ben afwezig tot en met 9 november. Voor dringende zaken kunt u contact"
        " opnemen met mijn collega.\n",
    ),
    (RE, "Jeg er på ferie frem til 9. november og svarer når jeg er tilbake.\n"),
    (RE, "感谢您的来信。我目前不在办公室，将于11月9日返回，届时会尽快回复您。\n"),
    (RE, "お問い合わせありがとうございます。このメールは自動送信されています。\n"),
    (
        RE,
        "Hi there,\n\nI'm out on parental leave until February 1, 2027. Your message will not be forwarded. If"
        " this is about\nthe canopy dataset, please email treelab@ridgeview.example and they will send you the"
        " files.\n\nBest,\nShreya\n",
    ),
    (
        RE,
        "I'm enjoying some time off and will be back on November 16. My colleague Dana (dana@example.org) is covering for me.\n",
    ),
    (
        RE,
        "Thank you for your email. Please note that I work part-time, Monday to Wednesday, and will reply on my next working day.\n",
    ),
    (
        RE,
        "Auto-reply: I am travelling this week with little connectivity. I'll get back to you when I return on the 20th.\n",
    ),
    (
        RE,
        "The email address you have contacted is no longer in use. Please resend your message to office@walkers.example.\n",
    ),
    (
        RE,
        "Hi, I am currently on jury duty and not checking email. Please call the main line at 919-555-0122 for help.\n",
    ),
    (
        RE,
        "Actualmente no me encuentro en la oficina. Regresaré el lunes 16 de noviembre. Si necesita ayuda, escriba a ayuda@centro.example.\n",
    ),
    (RE, "Buenos días. Su mensaje ha sido recibido correctamente y será atendido en orden de llegada.\n"),
    (
        RE,
        "Guten Tag, vielen Dank für Ihre E-Mail. Ich bin vom 2. bis 13. November nicht erreichbar. Ihre Nachricht wird nicht automatisch weitergeleitet.\n",
    ),
    (
        RE,
        "Bonjour, je suis absente jusqu'au 16 novembre. Votre message sera traité à mon retour. Cordialement, Claire Petit\n",
    ),
    (RE, "We are closed for the holidays and will be back January 4. Happy New Year!\n"),
    (
        RE,
        "I have retired from the university. Please direct inquiries about the survey to Professor Mbeki.\n",
    ),
    (
        RE,
        "Hello, I'm out of the office until Nov 16 with no access to email. If your matter is urgent, call 919-555-0133.\n",
    ),
    (
        RE,
        "Thank you for writing to the Sunrise Clinic. We have received your message and one of our staff will reply within three working days.\n",
    ),
    (
        RE,
        "I am on annual leave from 2 to 13 November. Dana Cruz is looking after my work while I am away: dana@example.org.\n",
    ),
    (
        RE,
        "Please note that Lee Okafor has left the organization. Your email has been forwarded to the general mailbox.\n",
    ),
    (RE, "This is an unmonitored mailbox. For questions, visit our help page.\n"),
    (
        RE,
        "Thanks for your email. I check messages twice a day, at 11 and 4. If it cannot wait, call my cell.\n",
    ),
    (
        RE,
        "Hola, gracias por escribirnos. Estamos fuera de la oficina por el feriado y volveremos el lunes.\n",
    ),
    (
        RE,
        "Ich bin derzeit nicht am Arbeitsplatz und ab Montag, 16. November, wieder für Sie da. Viele Grüße, Jonas Weber\n",
    ),
    (
        RE,
        "Je suis absent et n'aurai pas accès à mes courriels avant le 16 novembre. En cas d'urgence, appelez le 02 555 01 99.\n",
    ),
    (RE, "Grazie per il suo messaggio. Le risponderemo al più presto.\n"),
    (RE, "Jag är tjänstledig till och med den 30 november och läser inte min e-post.\n"),
    (
        RE,
        "Hello,\n\nI am out of office this week and will reply to your email upon my return on Monday.\n\nThanks,\nMarcus Bell\n",
    ),
    (
        RE,
        "Thank you for contacting Cedar Fork HOA. This is to confirm that we have received your message. A board member will get back to you shortly.\n",
    ),
    (
        RE,
        "I am on medical leave through January 8. During this time please contact Elena Ruiz, elena@walkers.example.\n",
    ),
    (RE, "I'm no longer with the Example Herald. For the records desk, write to records@herald.example.\n"),
    (RE, "Please do not reply to this email. This inbox is not monitored.\n"),
    (
        RE,
        "Thanks for your email. Due to a high volume of messages it may take us up to five business days to respond.\n",
    ),
    (
        RE,
        "En este momento estoy de licencia médica. Regreso el 30 de noviembre. Para asuntos urgentes comuníquese con la oficina central.\n",
    ),
    (RE, "Su solicitud ha sido recibida. Nos comunicaremos con usted lo antes posible.\n"),
    (
        RE,
        "Vielen Dank für Ihre Mail. Ich bin bis zum 20.11. im Urlaub und lese meine E-Mails nur unregelmäßig.\n",
    ),
    (
        RE,
        "Merci pour votre courriel. Nous accusons réception de votre demande et vous répondrons sous 48 heures.\n",
    ),
    (RE, "Sono in congedo di maternità fino a marzo. Per necessità scrivere a ufficio@example.org.\n"),
    (RE, "Estou fora do escritório e volto na segunda-feira.\n"),
    (
        "Your request has been forwarded",
        "Sehr geehrte Damen und Herren,\n\nvielen Dank für Ihre Nachricht. Ich bin bis einschließlich 6. Januar 2027"
        " nicht im Büro und habe\nkeinen Zugriff auf mein Postfach. In dringenden Fällen wenden Sie sich bitte an das"
        " Sekretariat.\nLuftbilder gibt ab dem 7. Januar wieder Frau Claasen heraus.\n\nJonas Weber\n",
    ),
)

PEOPLE = (
    (RE, "I was on vacation until Monday; here is what I need: the tree inventory for 2024, as CSV.\n"),
    (RE, "We have received your letter, but it does not say what the export costs.\n"),
    (
        RE,
        "Thanks for your message. I'm out of the office until Friday, so please make it 2021 to 2024 and CSV.\n",
    ),
    (RE, "I'm on PTO through Friday but CSV works, and the years are 2019 to 2023.\n"),
    (RE, "Ruth no longer works here and I have taken over her request. It is for our flyer.\n"),
    (RE, "We have received your email and agree to the estimate of $40.\n"),
    (
        "Vacation rental permits",
        "Hello, we have received your email address from the front desk. Could you tell us how many vacation"
        " rentals have a permit?\n",
    ),
    (
        RE,
        "Gracias por su mensaje. Estuve de vacaciones hasta ayer. Necesito los datos de 2022 a 2024 en Excel.\n",
    ),
    (RE, "Hemos recibido su carta, pero no entendemos qué periodo falta. Queremos el año 2023.\n"),
    (RE, "Estoy de vacaciones hasta el lunes, pero el formato puede ser Excel.\n"),
    (
        RE,
        "Vielen Dank für Ihre Nachricht. Ich war im Urlaub. Ich brauche die Daten von 2020 bis 2023 als CSV.\n",
    ),
    (RE, "Je suis en vacances jusqu'au 9 novembre, mais je voudrais le fichier au format CSV pour 2023.\n"),
    (
        RE,
        "I will be out of the office next week. Before I go: the street names and the planting date are the"
        " columns I need.\n",
    ),
    (
        "Leave records",
        "I would like the number of town employees on parental leave in 2024 and 2025, as Excel.\n",
    ),
    (RE, "Your page says this mailbox is not monitored. Is that true, and who reads what I send?\n"),
    (
        "Out of office hours noise complaints",
        "Hello, may I have the noise complaints at night since 2020?\n\nRuth\n",
    ),
    (
        RE,
        "Thank you for your email. I am away from my desk today, yes to all the questions: everything you have,"
        " Excel.\n",
    ),
    (RE, "We received your message and will pay the $40 by check. Please go ahead.\n"),
    (
        "Holiday lights",
        "We will be on holiday from Friday, and wonder which streets have holiday lights, and since"
        " when. Any format.\n",
    ),
    (RE, "Sono in ferie fino a lunedì, ma vorrei i dati del 2023 in formato CSV.\n"),
    (RE, "I am no longer interested in the maps. Only the addresses and the species, please.\n"),
    (RE, "I'm back from vacation and will answer your questions now: only street trees, from 2018 on.\n"),
    (RE, "Sorry for the late reply, I have been out of the office. The intended use is a class project.\n"),
    (
        RE,
        "I will be on leave from Monday, which is why I would like the file this week. A spreadsheet is fine.\n",
    ),
    (RE, "We got your message. The period should be the last five fiscal years.\n"),
    (
        RE,
        "I'm away until the 9th. You can give the file to my colleague Joan, joan@example.org; she knows that it"
        " is the parking tickets we are after.\n",
    ),
    (
        RE,
        "Thank you for your message. We have received the file, and three of the columns are empty. What do X1 to"
        " X3 mean?\n",
    ),
    (
        RE,
        "Mr. Boyd no longer works with us. I need the same list that he got in March, brought up to date.\n",
    ),
    (
        "Closed offices",
        "Our offices are closed on Fridays and we plan an extension. How many parcels on Main Street"
        " are zoned O-I?\n",
    ),
    (
        RE,
        "This is not an automatic reply :) I really am out of the office, though I do want the list by Friday.\n",
    ),
    (
        RE,
        "We have received your estimate and will get back to you after the board meeting. One question: does it"
        " cover the years before 2015?\n",
    ),
    (RE, "El mes pasado estuve fuera de la oficina. El período es de enero a junio de 2024.\n"),
    (RE, "Recibimos su mensaje. El formato que preferimos es CSV y el uso es académico.\n"),
    (RE, "Estoy fuera de la oficina esta semana; mándeme los datos a este correo, por favor.\n"),
    (RE, "Ich bin bis Freitag im Urlaub, brauche die Liste aber erst am 20. November. Excel reicht.\n"),
    (RE, "Wir haben Ihre Nachricht erhalten und sind mit den Kosten einverstanden.\n"),
    (RE, "Nous avons bien reçu votre message. La période est 2019 à 2022 et le format CSV nous convient.\n"),
    (RE, "Recebemos a sua mensagem. Precisamos dos dados de 2021 em Excel.\n"),
    (RE, "Ik ben op vakantie tot maandag, maar ik wil graag de gegevens van 2023 als CSV.\n"),
    (RE, "I'm on sick leave until further notice, and withdraw my request.\n"),
    (
        "Away games bus traffic",
        "I am away from the town until May and follow the bus debate from here. Ridership by"
        " stop and month, 2024, is what I am missing.\n",
    ),
    (
        RE,
        "Thanks for your email! We will be in touch with the museum. Meanwhile the plaque texts alone are enough for"
        " us.\n",
    ),
    (
        RE,
        "I am currently out of the office with a sprained ankle, reading mail on the sofa. The answer to your second"
        " question is: by ward.\n",
    ),
    (
        RE,
        "I'm travelling this week, so a phone call is better: 919-555-0122. It is the permits of 2024 that matter to me.\n",
    ),
    (RE, "Thank you for your email. The second option works for us.\n"),
    (RE, "We are closed on Mondays. The counts per day from January to March are enough.\n"),
    (RE, "I have left the HOA board, so please take me off this request; Dana Cruz continues it.\n"),
    (RE, "Thank you for contacting me so quickly. Residential only, and the last three years.\n"),
    (RE, "Thanks for your quick reply. The neighborhood is Silverton, and I can wait.\n"),
    (RE, "Gracias por su mensaje. Solo el barrio de Silverton, de 2020 en adelante.\n"),
    (RE, "Vielen Dank für Ihre Nachricht. Nur die Straßenbäume bitte, ab 2018.\n"),
    (RE, "I received your email. Go ahead.\n"),
    (RE, "We have received your email and have no further questions. Thank you!\n"),
    (RE, "I will be out of the office from Friday. Attached is the sheet with the streets.\n"),
    (
        RE,
        "Thank you for your message. I will check with the board and get back to you on Tuesday; the deadline can move to May.\n",
    ),
    (
        RE,
        "I'm out of the office most days, so call rather than write. What we miss is the park permits by month.\n",
    ),
    (RE, "I am on leave from the university, and this is for my own research, not for theirs.\n"),
    (
        RE,
        "Please note that Lee Okafor has left; all later letters should go to me, and we still want the parking list.\n",
    ),
    (RE, "I won't be reading mail next week, so here are the answers: residential, 2023, monthly.\n"),
    (RE, "Thanks for getting in touch. The addresses with the owner's name, nothing more.\n"),
    (RE, "Gracias por contactarme. El uso es para una tesis; el formato me da igual.\n"),
    (RE, "Estaré fuera de la oficina el viernes. El período correcto es 2019.\n"),
    (RE, "Danke für Ihre Nachricht. Der Zeitraum ist das Jahr 2022, das Format egal.\n"),
    (RE, "Je suis absente vendredi. Les rues du centre suffisent.\n"),
    (
        RE,
        "We will be closed for renovation until May and that is why the noise complaints around Elm Street matter to us.\n",
    ),
    (RE, "Your message has been received and read. Monthly totals.\n"),
    (RE, "Hi, sorry, I was out of the office. Yes, 2020 to 2022 is right.\n"),
    (RE, "I am away from Thursday on. Could the file come before that?\n"),
    (RE, "Thank you for your message. Shapefile is fine, all the parcels on the east side.\n"),
    (
        RE,
        "Our office is closed until January, and the flyer has to be printed before: is the 10th possible?\n",
    ),
    (
        RE,
        "Mr. Okafor is no longer with the HOA. I am the new secretary, Dana Cruz, and the questions reached me. We mean the whole town.\n",
    ),
    (
        RE,
        "We have received your email. It went to spam, hence the delay. Only residential permits, by year.\n",
    ),
    (
        RE,
        "I'm on parental leave through June and have the time to go through it by hand, so scans on paper will do.\n",
    ),
    (RE, "Gracias por su mensaje. Nos interesa el centro y los últimos tres años.\n"),
    (RE, "Hemos recibido el presupuesto y lo aceptamos.\n"),
    (RE, "Danke für Ihre Nachricht. Es geht um die Innenstadt, die letzten fünf Jahre.\n"),
    (RE, "Nous avons bien reçu votre message. Il s'agit du centre-ville, des cinq dernières années.\n"),
    (RE, "Ik ben met vakantie, het adres voor de brief is Dorpsstraat 5.\n"),
)
