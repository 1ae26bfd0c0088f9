"""The words mail programs put around quoted and forwarded mails, in many languages."""

from __future__ import annotations

ATTRIBUTION_VERBS = (
    "wrote", "schrieb", "a écrit", "escribió", "ha scritto", "schreef", "escreveu", "napisał", "skrev", "kirjoitti",
    "написал", "пишет", "написав", "yazdı", "şunu yazdı", "napsal", "написа", "a scris", "ezt írta", "έγραψε",
    "menulis", "写道", "寫道", "のメール", "님이 작성", "كتب", "כתב", "نوشت",
)  # fmt: skip
REPLY_MARKS = frozenset((
    "original message", "original appointment", "ursprüngliche nachricht", "originalnachricht", "message d'origine",
    "message original", "mensaje original", "messaggio originale", "oorspronkelijk bericht", "mensagem original",
    "ursprungligt meddelande", "oprindelig meddelelse", "opprinnelig melding", "alkuperäinen viesti",
    "oryginalna wiadomość", "wiadomość oryginalna", "исходное сообщение", "orijinal mesaj", "původní zpráva",
    "原始邮件", "邮件原件", "原始郵件", "元のメッセージ", "원본 메시지", "reply message",
))  # fmt: skip
FORWARD_MARKS = frozenset((
    "forwarded message", "begin forwarded message", "forwarded by", "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht", "message transféré", "début du message transféré",
    "début du message réexpédié", "mensaje reenviado", "inicio del mensaje reenviado", "messaggio inoltrato",
    "inizio messaggio inoltrato", "doorgestuurd bericht", "begin doorgestuurd bericht", "mensagem encaminhada",
    "mensagem reencaminhada", "vidarebefordrat meddelande", "videresendt meddelelse", "videresendt melding",
    "välitetty viesti", "przekazana wiadomość", "wiadomość przekazana", "пересылаемое сообщение",
    "пересланное сообщение", "iletilen mesaj", "iletilmiş mesaj", "přeposlaná zpráva", "转发的邮件", "转发邮件",
    "轉寄郵件", "転送メッセージ", "전달된 메시지",
))  # fmt: skip
FROM_LABELS = frozenset((
    "from", "von", "de", "da", "van", "från", "fra", "lähettäjä", "od", "от", "від", "kimden", "gönderen", "feladó",
    "de la", "发件人", "寄件者", "差出人", "보낸 사람", "من", "מאת",
))  # fmt: skip
OTHER_LABELS = frozenset((
    "sent", "date", "to", "cc", "subject", "reply-to", "importance", "attachments", "when", "where", "gesendet",
    "datum", "an", "betreff", "kopie", "antwort an", "envoyé", "envoyé le", "date d'envoi", "à", "objet", "enviado",
    "enviado el", "enviado em", "enviada", "enviada em", "fecha", "para", "asunto", "assunto", "data", "inviato",
    "a", "oggetto", "verzonden", "aan", "onderwerp", "skickat", "till", "ämne", "sendt", "til", "emne", "dato",
    "lähetetty", "vastaanottaja", "aihe", "päivämäärä", "wysłano", "do", "temat", "отправлено", "кому", "тема",
    "дата", "gönderildi", "gönderilme tarihi", "tarih", "kime", "konu", "odesláno", "komu", "předmět", "发送时间",
    "发送日期", "日期", "收件人", "抄送", "主题", "傳送日期", "收件者", "主旨", "送信日時", "日時", "宛先", "件名",
    "보낸 날짜", "날짜", "받는 사람", "제목", "تاريخ", "إلى", "الموضوع",
))  # fmt: skip
SUBJECT_LABELS = frozenset((
    "subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "ämne", "emne", "aihe", "temat", "тема",
    "konu", "předmět", "主题", "主旨", "件名", "제목", "الموضوع",
))  # fmt: skip
