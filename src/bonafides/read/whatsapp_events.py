"""The words of WhatsApp itself: tells its own lines (encryption notice, blocked, joined, missed call) from messages."""

from __future__ import annotations

from bonafides.read.whatsapp_marks import unmarked

_LONGEST = 300
"""Platform lines are short; a longer text is a person's, whatever it contains."""

_ENCRYPTION = (
    "end-to-end encrypted", "end-to-end encryption", "ende-zu-ende", "cifrados de extremo a extremo",
    "cifradas de extremo a extremo", "chiffrés de bout en bout", "crittografati end-to-end",
    "crittografia end-to-end", "criptografia de ponta a ponta", "protegidas com a criptografia",
    "encriptadas ponto a ponto", "end-to-end versleuteld", "ende-til-ende", "end-to-end-krypter",
    "totalsträckskrypter", "päästä päähän", "сквозным шифрованием", "наскрізним шифруванням", "uçtan uca şifre",
    "szyfrowane", "端到端加密", "端對端加密", "エンドツーエンド", "종단간 암호화", "مشفرة", "رمزگذاری سرتاسر",
    "terenkripsi secara end-to-end", "מוצפנות מקצה לקצה", "एंड-टू-एंड",
)  # fmt: skip
_OTHER = (
    "disappearing messages", "messages will disappear", "message timer", "your security code with",
    "security code changed", "changed their phone number", "changed to a new number", "changed to +",
    "blocked this contact", "unblocked this contact", "blocked this business", "created group",
    "created this group", "changed the group", "changed this group", "changed the subject", "changed the settings",
    "joined using", "joined from the community", "was added", "were added", "added you", "you added", "removed you",
    "you removed", "left the group", "missed voice call", "missed video call", "missed group", "is a contact",
    "business account", "official business", "secure service from meta", "advanced chat privacy",
    "pinned a message", "turned on admin approval", "now an admin", "no longer an admin",
    "selbstlöschende nachrichten", "sicherheitsnummer", "hat die gruppe", "hast die gruppe",
    "telefonnummer geändert", "diesen kontakt blockiert", "diesen kontakt freigegeben", "kontakt blockiert",
    "verpasster sprachanruf", "verpasster videoanruf", "hat dich hinzugefügt", "wurde hinzugefügt",
    "hat den betreff", "erweiterter chat-datenschutz", "mensajes temporales", "código de seguridad",
    "creó el grupo", "creaste el grupo", "cambió el", "cambiaste el", "bloqueaste a este contacto",
    "desbloqueaste a este", "llamada perdida", "videollamada perdida", "te añadió", "te agregó", "se unió",
    "salió del grupo", "número de teléfono nuevo", "messages éphémères", "code de sécurité", "a créé le groupe",
    "avez créé le groupe", "a changé", "a modifié", "bloqué ce contact", "débloqué ce contact",
    "appel vocal manqué", "appel vidéo manqué", "vous a ajouté", "a quitté", "messaggi effimeri",
    "codice di sicurezza", "ha creato il gruppo", "hai bloccato questo", "hai sbloccato questo", "chiamata persa",
    "videochiamata persa", "ha cambiato", "ti ha aggiunto", "mensagens temporárias", "código de segurança",
    "criou o grupo", "criou este grupo", "bloqueou este contato", "bloqueou este contacto",
    "chamada de voz perdida", "chamada de vídeo perdida", "mudou o", "mudou de número",
    "zelfverwijderende berichten", "verdwijnende berichten", "beveiligingscode", "heeft de groep",
    "contact geblokkeerd", "gemiste spraakoproep", "gemiste video-oproep", "forsvindende beskeder",
    "forsvinnende meldinger", "försvinnande meddelanden", "katoavat viestit", "исчезающие сообщения",
    "код безопасности", "создал", "заблокировали", "пропущенный", "kaybolan mesajlar", "güvenlik kodu",
    "grubu oluşturdu", "znikające wiadomości", "kod zabezpieczeń", "utworzył", "限时消息", "限時訊息", "安全码",
    "安全碼", "建立了群組", "创建了群组", "已封鎖", "已拉黑", "未接", "消えるメッセージ", "セキュリティコード",
    "グループを作成", "ブロックしました", "不在着信", "사라지는 메시지", "보안 코드", "그룹을 만들", "차단했습니다",
    "부재중", "الرسائل ذاتية", "رمز الأمان", "أنشأ", "حظرت", "مكالمة", "pesan sementara", "kode keamanan",
    "membuat grup", "memblokir kontak",
)  # fmt: skip
_QUOTES = ('"', "“”„", "«»")


def is_encryption_notice(words: str) -> bool:
    """Whether `words` is the notice that opens a chat."""
    return _says(words, _ENCRYPTION)


def is_platform_wording(words: str) -> bool:
    """Whether `words` is short, one line, and holds wording of the application itself in a known language."""
    return _says(words, _ENCRYPTION) or _says(words, _OTHER)


def cannot_be_name(candidate: str) -> bool:
    """Whether the words before a colon belong to a platform line (`Amy created group "A: b"`), not to a speaker."""
    halves = any(sum(candidate.count(mark) for mark in marks) % 2 for marks in _QUOTES)
    return halves or is_platform_wording(candidate)


def _says(words: str, phrases: tuple[str, ...]) -> bool:
    if len(words) > _LONGEST or "\n" in words.strip() or "://" in words:
        return False
    folded = unmarked(words).casefold().replace("’", "'")
    return any(phrase in folded for phrase in phrases)
