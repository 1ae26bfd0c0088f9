"""The desk's mailbox over a real connection: every mail once, nothing marked before it is kept, no secret let out."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bonafides.desk.intake.imap import Mailbox, Summary, fetch
from bonafides.desk.intake.received import Received
from bonafides.errors import DeskError, StoreError
from bonafides.settings import SettingsError
from tests.desk.imap_server import Server, certificate, running

FORWARD = (
    "From: Jo Field <jo@uni.example>\nTo: desk@uni.example\nMessage-ID: <{n}@uni.example>\nSubject: Fwd: A task\n\n"
    "Please look, number {n}.\n\n---------- Forwarded message ---------\nFrom: Amy Lin <amy@horizon.example>\n"
    "Date: Tue, Mar 3, 2026 at 10:32 AM\nSubject: A task\nTo: Jo Field <jo@uni.example>\n\n"
    "Dear Jo, would you write two pages, number {n}?\n"
)


@dataclass
class Keeper:
    """The desk's verb as the store has it: keeps by digest; may fail on demand."""

    kept: dict[str, Received] = field(default_factory=dict)
    calls: int = 0
    fails: BaseException | None = None
    refuses: str = ""

    def __call__(self, received: Received) -> str:
        self.calls += 1
        if self.fails:
            raise self.fails
        if self.refuses and self.refuses in received.said:
            raise DeskError("no", next_step="Ask.")
        self.kept.setdefault(received.digest, received)
        return received.digest[:8]


@pytest.fixture(scope="module")
def pems(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("tls"), "127.0.0.1", "localhost")


@pytest.fixture
def server(pems: tuple[Path, Path]) -> Iterator[Server]:
    with running(Server(), pems[0]) as started:
        yield started


@pytest.fixture
def mailbox(server: Server, pems: tuple[Path, Path], tmp_path: Path) -> Mailbox:
    (tmp_path / "password").write_text("secret\n")
    return Mailbox(
        host="127.0.0.1",
        port=server.port,
        user="desk",
        password_file=str(tmp_path / "password"),
        authorities=str(pems[1]),
        patience=10,
    )


def _mail(number: int) -> bytes:
    return FORWARD.format(n=number).encode()


def test_each_new_mail_is_taken_once_and_marked_as_read(server: Server, mailbox: Mailbox) -> None:
    new = [server.put(_mail(number)) for number in range(3)]
    server.put(_mail(9), r"\Seen")
    deleted = server.put(_mail(8), r"\Deleted")
    keeper = Keeper()
    done = fetch(mailbox, keeper)
    assert [uid for uid, _ in done.taken] == [str(uid) for uid in new]
    assert done.refused == done.problems == ()
    assert all(server.flags(uid) == {r"\Seen"} for uid in new)
    assert server.flags(deleted) == {r"\Deleted"}, "what others deleted is not expunged"
    (first, *_) = keeper.kept.values()
    assert (first.via, first.reporter, first.said) == ("imap", "jo@uni.example", "Please look, number 0.")
    assert fetch(mailbox, keeper) == Summary()
    assert keeper.calls == 3


@pytest.mark.parametrize("capabilities", ["IMAP4rev1 UIDPLUS MOVE", "IMAP4rev1 UIDPLUS", "IMAP4rev1"])
def test_taken_mails_are_moved_however_the_server_can(server: Server, mailbox: Mailbox, capabilities: str) -> None:
    server.capabilities = capabilities
    server.put(_mail(1), r"\Seen")
    deleted = server.put(_mail(8), r"\Deleted")
    keeper = Keeper()
    assert len(fetch(replace(mailbox, taken="Taken"), keeper).taken) == 1
    assert [each.raw for each in server.folders["Taken"]] == [_mail(1)]
    assert server.flags(deleted) == {r"\Deleted"}
    assert fetch(replace(mailbox, taken="Taken"), keeper) == Summary()
    assert keeper.calls == 1


@pytest.mark.parametrize("folder", ['a "quoted" \\ name', "Büro & Ämter", "INBOX.*", "%", "(x) {3}", "日本"])
def test_odd_folder_names_arrive_as_they_are(server: Server, mailbox: Mailbox, folder: str) -> None:
    from imap_tools.imap_utf7 import utf7_encode

    server.folders[utf7_encode(folder).decode()] = []
    assert fetch(replace(mailbox, folder=folder), Keeper()) == Summary()


@pytest.mark.parametrize("folder", ["a\r\nA1 DELETE INBOX", "a\0", "\x7f"])
def test_a_folder_name_cannot_carry_a_command(server: Server, mailbox: Mailbox, folder: str) -> None:
    for changed in (replace(mailbox, folder=folder), replace(mailbox, taken=folder), replace(mailbox, user=folder)):
        with pytest.raises(SettingsError, match="control character"):
            fetch(changed, Keeper())
    assert server.connections == 0


def test_a_missing_folder_is_said(mailbox: Mailbox) -> None:
    with pytest.raises(DeskError, match="no such mail folder"):
        fetch(replace(mailbox, folder="Nowhere"), Keeper())


def test_where_a_taken_mail_cannot_be_moved_it_is_still_taken_only_once(server: Server, mailbox: Mailbox) -> None:
    server.put(_mail(1))
    keeper = Keeper()
    for _ in range(2):
        (problem,) = fetch(replace(mailbox, taken="Nowhere"), keeper).problems
        assert "refused to mark or to move" in problem.what
    assert len(keeper.kept) == 1


# --- signing in


def test_a_token_from_a_file_or_a_program_opens_the_mailbox(server: Server, mailbox: Mailbox, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("token-1\r\nsomething else")
    (tmp_path / "token.py").write_text("print('token-1')")
    bare = replace(mailbox, password_file="")
    server.put(_mail(1))
    assert len(fetch(replace(bare, token_file=str(tmp_path / "token")), Keeper()).taken) == 1
    command = f"'{sys.executable}' '{tmp_path / 'token.py'}'"
    assert fetch(replace(bare, token_command=command), Keeper()) == Summary()
    server.token = "token-2"
    with pytest.raises(DeskError, match="refused the password or token"):
        fetch(replace(bare, token_command=command), Keeper())


@pytest.mark.parametrize("command", ["", "/no/such/program", "'", "false", "true"])
def test_a_token_program_that_fails_is_said(mailbox: Mailbox, command: str) -> None:
    with pytest.raises(SettingsError):
        fetch(replace(mailbox, password_file="", token_command=command), Keeper())


def test_a_password_with_other_letters_is_sent_as_it_is(server: Server, mailbox: Mailbox, tmp_path: Path) -> None:
    server.password = 'gehe"im\\ß'
    (tmp_path / "password").write_text(server.password, encoding="utf-8")
    assert fetch(mailbox, Keeper()) == Summary()
    server.password = 'ge"he\\im'
    (tmp_path / "password").write_text(server.password)
    assert fetch(mailbox, Keeper()) == Summary()


def test_a_wrong_password_is_said_and_never_shown(
    mailbox: Mailbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (tmp_path / "password").write_text("not-the-password")
    with pytest.raises(DeskError, match="refused the password") as caught:
        fetch(mailbox, Keeper())
    assert caught.value.__cause__ is None
    assert "not-the-password" not in f"{caught.value!r}{mailbox!r}{caplog.text}"


@pytest.mark.parametrize("content", [b"", b"\n", b"a\tb", None])
def test_a_file_without_a_password_is_said(mailbox: Mailbox, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "password"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(SettingsError):
        fetch(mailbox, Keeper())


def test_exactly_one_way_to_sign_in_is_named(mailbox: Mailbox) -> None:
    for changed in (replace(mailbox, password_file=""), replace(mailbox, token_file="x")):
        with pytest.raises(SettingsError, match="exactly one"):
            fetch(changed, Keeper())


# --- whom it speaks to


def test_a_server_that_cannot_prove_its_name_is_told_nothing(server: Server, mailbox: Mailbox, tmp_path: Path) -> None:
    other = certificate(tmp_path, "127.0.0.1")[1]
    for changed in (replace(mailbox, authorities=str(other)), replace(mailbox, authorities="")):
        with pytest.raises(DeskError, match="certificate does not hold"):
            fetch(changed, Keeper())
    assert server.seen == []


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_file_of_authorities_that_cannot_be_used_is_said(
    server: Server, mailbox: Mailbox, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "authorities.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match="certificates to trust"):
        fetch(replace(mailbox, authorities=str(path)), Keeper())
    assert server.connections == 0


def test_a_certificate_for_another_name_does_not_hold(mailbox: Mailbox, tmp_path: Path) -> None:
    both, trusted = certificate(tmp_path, "mail.example.org")
    with running(Server(), both) as other, pytest.raises(DeskError, match="certificate does not hold"):
        fetch(replace(mailbox, port=other.port, authorities=str(trusted)), Keeper())
    assert other.seen == []


@pytest.mark.parametrize("host", ["imap.example.org", "192.0.2.1", "localhost", "0.0.0.0", "::"])
def test_without_encryption_only_this_machine_is_spoken_to(mailbox: Mailbox, host: str) -> None:
    with pytest.raises(SettingsError, match="Without encryption"):
        fetch(replace(mailbox, host=host, tls=False), Keeper())


def test_without_encryption_a_server_on_this_machine_is_read(mailbox: Mailbox) -> None:
    plain = Server()
    plain.put(_mail(1))
    with running(plain):
        assert len(fetch(replace(mailbox, port=plain.port, tls=False), Keeper()).taken) == 1


@pytest.mark.parametrize("host", ["", "user@imap.example.org", "https://imap.example.org", "a b", "[::1]"])
def test_what_is_no_host_is_refused(mailbox: Mailbox, host: str) -> None:
    with pytest.raises(SettingsError, match="no mail server"):
        fetch(replace(mailbox, host=host), Keeper())


def test_a_port_where_nobody_listens_or_no_imap_is_spoken(mailbox: Mailbox) -> None:
    plain = Server()
    with running(plain), pytest.raises(DeskError, match="cannot be reached"):
        fetch(replace(mailbox, port=plain.port), Keeper())
    with pytest.raises(DeskError, match="cannot be reached"):
        fetch(replace(mailbox, port=plain.port), Keeper())


# --- breaks, sizes, times


def test_a_connection_that_breaks_half_way_is_made_again(server: Server, mailbox: Mailbox) -> None:
    for number in range(3):
        server.put(_mail(number))
    keeper = Keeper()
    server.drop_in_fetch = 1
    first = fetch(mailbox, keeper)
    assert first.taken == ()
    assert "broke off" in first.problems[0].what
    assert keeper.calls == 0, "half a mail is no mail"
    done = fetch(mailbox, keeper)
    assert len(done.taken) == len(keeper.kept) == 3


def test_a_break_after_some_mails_goes_on_by_itself(server: Server, mailbox: Mailbox) -> None:
    for number in range(4):
        server.put(_mail(number))

    class Breaking(Keeper):
        def __call__(self, received: Received) -> str:
            if self.calls == 1:
                server.drop_in_fetch = 1
            return super().__call__(received)

    keeper = Breaking()
    done = fetch(mailbox, keeper)
    assert (len(done.taken), done.problems, server.connections) == (4, (), 2)
    assert len(keeper.kept) == 4


@pytest.mark.parametrize("error", [StoreError("full"), OSError("disk"), KeyboardInterrupt()])
def test_where_the_store_fails_the_mail_stays_new(server: Server, mailbox: Mailbox, error: BaseException) -> None:
    uid = server.put(_mail(1))
    with pytest.raises(type(error)):
        fetch(mailbox, Keeper(fails=error))
    assert server.flags(uid) == set()
    assert len(fetch(mailbox, Keeper()).taken) == 1


def test_a_mail_that_is_not_taken_is_flagged_and_left_for_a_person(server: Server, mailbox: Mailbox) -> None:
    bad, good = server.put(_mail(1)), server.put(_mail(2))
    keeper = Keeper(refuses="number 1")
    done = fetch(mailbox, keeper)
    assert (len(done.taken), len(done.refused)) == (1, 1)
    assert done.refused[0].where.endswith(str(bad))
    assert server.flags(bad) == {r"\Flagged"}
    assert server.flags(good) == {r"\Seen"}
    assert fetch(mailbox, keeper) == Summary()


def test_a_mail_of_30_megabytes_is_taken_and_a_larger_one_than_allowed_is_not_fetched(
    server: Server, mailbox: Mailbox
) -> None:
    large = _mail(1) + b"words and more words\n" * 1_500_000
    assert len(large) > 30 * 1024**2
    uid = server.put(large)
    keeper = Keeper()
    small = replace(mailbox, bytes=1024**2)
    (problem,) = fetch(small, keeper).refused
    assert "1 MB" not in problem.where
    assert "31 MB" in problem.what
    assert not any("BODY.PEEK[] " in each for each in server.seen)
    server.flags(uid).clear()
    assert len(fetch(mailbox, keeper).taken) == 1
    (received,) = keeper.kept.values()
    assert [len(file.data) for file in received.files if not file.read] == [len(large)]


def test_a_server_that_announces_too_much_is_left(server: Server, mailbox: Mailbox) -> None:
    server.put(_mail(1))
    server.announce = 10**12
    assert "broke off" in fetch(mailbox, Keeper()).problems[0].what


def test_a_server_that_drips_or_is_silent_is_left_in_time(
    server: Server, mailbox: Mailbox, pems: tuple[Path, Path]
) -> None:
    server.drip = True
    assert "took too long" in fetch(replace(mailbox, longest=0.3), Keeper()).problems[0].what
    with running(Server(silent=True), pems[0]) as silent, pytest.raises(DeskError, match="cannot be reached"):
        fetch(replace(mailbox, port=silent.port, patience=0.3), Keeper())


def test_no_more_mails_than_wished_are_taken_in_one_run(server: Server, mailbox: Mailbox) -> None:
    for number in range(5):
        server.put(_mail(number))
    assert len(fetch(replace(mailbox, mails=2), Keeper()).taken) == 2
    assert len(fetch(replace(mailbox, mails=2), Keeper()).taken) == 2


def test_a_mail_that_is_no_mail_is_refused_in_words(server: Server, mailbox: Mailbox) -> None:
    server.put(b"\0\1\2 nothing of the kind")
    (problem,) = fetch(mailbox, Keeper()).refused
    assert "No mail could be read" in problem.what
