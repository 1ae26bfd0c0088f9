"""The words of WhatsApp itself: tells its own lines (encryption notice, blocked, joined, missed call) from messages."""

from __future__ import annotations

from bonafides.read.whatsapp.marks import unmarked

_LONGEST = 300
"""Platform lines are short; a longer text is a person's, whatever it contains."""

_ENCRYPTION = (
    "end-to-end encrypted", "end-to-end encryption", "ende-zu-ende", "cifrados de extremo a extremo",
    "cifradas de extremo a extremo", "chiffrés de bout en bout", "crittografati end-to-end",
    "crittografia end-to-end", "criptografia de ponta a ponta", "protegidas com a criptografia",
    "encriptadas ponto a ponto", "end-to-end versleuteld", "ende-til-ende", "end-to-end-krypter",
    "totalsträckskrypter", "päästä päähän", "сквозным шифрованием", "наскрізним шифруванням", "uçtan uca şifre",
    "szyfrowane", "端到端加密", "端對端加密", "エンドツーエンド", "종단간 암호화", "مشفرة", "رمزگذاری سرتاسر",
    "terenkripsi secara end-to-end", "מוצפנות מקצה לקצה", "एंड-टू-एंड", "w pełni szyfrowane", "koncově šifrované",
    "šifrované end-to-end", "végpontok közötti titkosít", "criptate integral", "шифровани от край до край",
    "από άκρο σε άκρο", "এন্ড-টু-এন্ড", "เข้ารหัสจากต้นทางถึงปลายทาง", "mã hóa đầu cuối", "disulitkan hujung ke hujung",
    "zimesimbwa", "sveobuhvatno su šifrirani", "端对端加密", "முனைக்கு முனை", "versleuteld end-to-end",
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
    "membuat grup", "memblokir kontak", "group link", "joined using your invite", "their phone number to a new",
    "sizi ekledi", "simgesini değiştirdi", "grup adını", "bu grubu oluşturdu", "ha añadido a", "añadió a", "agregó a",
    "adicionou você", "a ajouté", "hinzugefügt", "ha aggiunto", "добавил", "додав", "أضاف", "加入了", "新增了",
    "添加了", "追加しました", "추가했습니다", "menambahkan", "bergabung menggunakan", "הוסיף", "जोड़ा", "เพิ่ม", "đã thêm",
    "only admins can", "changed their number", "created a poll event", "pinned message",
)  # fmt: skip
_CALLS = (
    "voice call", "video call", "sprachanruf", "videoanruf", "appel vocal", "appel vidéo", "llamada", "videollamada",
    "chiamata vocale", "videochiamata", "ligação de voz", "ligação de vídeo", "chamada de", "spraakoproep",
    "video-oproep", "taleopkald", "videoopkald", "röstsamtal", "videosamtal", "taleanrop", "videoanrop",
    "äänipuhelu", "videopuhelu", "połączenie głosowe", "połączenie wideo", "hlasový hovor", "videohovor",
    "hanghívás", "videohívás", "apel vocal", "apel video", "аудиозвонок", "видеозвонок", "аудіодзвінок",
    "відеодзвінок", "аудіовиклик", "відеовиклик", "sesli arama", "görüntülü arama", "φωνητική κλήση", "βιντεοκλήση",
    "שיחה קולית", "שיחת", "مكالمة", "تماس صوتی", "تماس تصویری", "वॉइस कॉल", "वीडियो कॉल", "การโทร", "สายโทร",
    "音声通話", "ビデオ通話", "不在着信", "음성 통화", "음성통화", "영상 통화", "영상통화", "语音通话", "视频通话",
    "语音来电", "视频来电", "語音通話", "視訊通話", "cuộc gọi thoại", "cuộc gọi video", "panggilan suara",
    "panggilan video", "panggilan tak terjawab",
)  # fmt: skip
_LONGEST_CALL = 90
_FIXED = frozenset(
    """
    this message was deleted|you deleted this message|missed voice call|missed video call|missed group voice call
    missed group video call|waiting for this message|diese nachricht wurde gelöscht|du hast diese nachricht gelöscht
    verpasster sprachanruf|verpasster videoanruf|ce message a été supprimé|vous avez supprimé ce message
    appel vocal manqué|appel vidéo manqué|se eliminó este mensaje|eliminaste este mensaje|este mensaje fue eliminado
    este mensaje ha sido eliminado|este mensaje se eliminó|mensaje eliminado|llamada perdida|videollamada perdida
    mensagem apagada|você apagou esta mensagem|esta mensagem foi apagada|apagaste esta mensagem
    esta mensagem foi eliminada|eliminaste esta mensagem|esta mensagem foi excluída|ligação de voz perdida
    chamada de voz perdida|chamada de vídeo perdida|questo messaggio è stato eliminato|hai eliminato questo messaggio
    chiamata vocale persa|videochiamata persa|dit bericht is verwijderd|je hebt dit bericht verwijderd
    u hebt dit bericht verwijderd|gemiste spraakoproep|gemiste video-oproep|denne besked blev slettet
    denne besked er slettet|du slettede denne besked|ubesvaret taleopkald|det här meddelandet raderades
    detta meddelande raderades|du raderade det här meddelandet|missat röstsamtal|denne meldingen ble slettet
    du slettet denne meldingen|ubesvart taleanrop|tämä viesti poistettiin|tämä viesti on poistettu|poistit tämän viestin
    vastaamaton äänipuhelu|ta wiadomość została usunięta|usunięto tę wiadomość|usunąłeś tę wiadomość
    usunąłeś(-aś) tę wiadomość|nieodebrane połączenie głosowe|tato zpráva byla odstraněna|tato zpráva byla smazána
    táto správa bola odstránená|üzenet törölve|ez az üzenet törölve lett|törölted ezt az üzenetet
    acest mesaj a fost șters
    ai șters acest mesaj|това съобщение беше изтрито|данное сообщение удалено|вы удалили данное сообщение
    это сообщение удалено|сообщение удалено|пропущенный аудиозвонок|пропущенный видеозвонок|це повідомлення видалено
    ви видалили це повідомлення|повідомлення видалено|bu mesaj silindi|bu mesajı sildiniz|cevapsız sesli arama
    cevapsız görüntülü arama|αυτό το μήνυμα διαγράφηκε|διαγράψατε αυτό το μήνυμα|הודעה זו נמחקה|מחקת הודעה זו
    تم حذف هذه الرسالة|قمت بحذف هذه الرسالة|لقد حذفت هذه الرسالة|این پیام حذف شد|شما این پیام را حذف کردید
    यह मैसेज मिटाया गया|आपने यह मैसेज मिटाया|इस मैसेज को मिटाया गया|ข้อความนี้ถูกลบแล้ว|ข้อความนี้ถูกลบ|คุณลบข้อความนี้แล้ว
    このメッセージは削除されました|このメッセージを削除しました
    삭제된 메시지입니다|이 메시지를 삭제했습니다|이 메시지는 삭제되었습니다
    此消息已删除|此消息已被删除|你删除了这条消息|您删除了这条消息|你已删除此消息|您已删除此消息
    此訊息已刪除|這則訊息已刪除|你已刪除此訊息
    您已刪除此訊息|你已刪除這則訊息|tin nhắn này đã bị xóa|tin nhắn này đã bị xoá
    bạn đã xóa tin nhắn này|pesan ini dihapus
    pesan ini telah dihapus|anda menghapus pesan ini|mesej ini telah dipadam|mesej ini dipadam|anda memadamkan mesej ini
    """.strip()
    .replace("\n", "|")
    .replace("|    ", "|")
    .split("|")
)
"""Whole texts that stand under somebody's name for what the application did: nobody types more with them."""
_LONGEST_DOING = 60
_QUOTES = ('"', "“”„", "«»", "「」", "『』")


def is_encryption_notice(words: str) -> bool:
    """Whether `words` is the notice that opens a chat."""
    return _says(words, _ENCRYPTION)


def is_platform_wording(words: str) -> bool:
    """Whether `words` is short, one line, and holds wording of the application itself in a known language."""
    return _says(words, _ENCRYPTION) or _says(words, _OTHER)


def is_fixed_wording(words: str) -> bool:
    """Whether `words` is nothing but what the application writes for a deleted message or a missed call."""
    return len(words) <= _LONGEST_CALL and unmarked(words).casefold().strip(" .。!<>") in _FIXED


def is_call(words: str) -> bool:
    """Whether `words`, which the application has marked as its own, tells of a call."""
    return len(words) <= _LONGEST_CALL and _says(words, _CALLS)


def tells_of(speaker: str, words: str) -> bool:
    """Whether marked `words` say in a few words what `speaker` did: `Amy Lin left`."""
    bare = unmarked(words)
    return bare.startswith(f"{speaker} ") and len(bare) <= len(speaker) + _LONGEST_DOING and _is_line(words)


def cannot_be_name(candidate: str) -> bool:
    """Whether the words before a colon belong to a platform line (`Amy created group "A: b"`), not to a speaker."""
    halves = any(sum(candidate.count(mark) for mark in marks) % 2 for marks in _QUOTES)
    return halves or is_platform_wording(candidate)


def _says(words: str, phrases: tuple[str, ...]) -> bool:
    if not _is_line(words):
        return False
    folded = unmarked(words).casefold().replace("’", "'")
    return any(phrase in folded for phrase in phrases)


def _is_line(words: str) -> bool:
    return len(words) <= _LONGEST and "\n" not in words.strip() and "://" not in words
