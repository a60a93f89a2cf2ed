"""Ways back: a publication undone, an entry withdrawn at once, an older text taken up again. Each
only appends, so that each can be undone in its turn."""

from collections.abc import Collection, Mapping

import aiosqlite

from widgets.catalogue.records import Key
from widgets.errors import Moved, Overtaken
from widgets.store.database import transaction
from widgets.store.history import History, Step
from widgets.store.journal import Journal, Saved, twin

_BEFORE = """
  SELECT id, type, slug, body FROM revision
  WHERE type = ? AND slug = ? AND id < ? ORDER BY id DESC LIMIT 1
"""


class Undoing:
    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._journal = Journal(connection)
        self._history = History(connection)

    async def undo(
        self,
        publication: int,
        author: str,
        note: str,
        *,
        also: Collection[Key] = (),
        seen: int | None = None,
    ) -> int:
        """Publish of each entry what was published before a publication, or that it is gone.
        Entries that a later publication has changed are left as they are, but for those named in
        also. Drafts stay; only what that publication took away, and nobody has touched since,
        is a draft again.

        Shape: seen is the last publication that was known to who decided this; the number of the
        last publication comes back.
        Raises: Overtaken where one of its entries was published again since."""
        async with transaction(self._connection):
            steps = await self._history.steps(publication)
            if seen is not None and (moved := [_moved(each) for each in steps if each.last > seen]):
                raise Overtaken(moved)
            chosen = [each for each in steps if each.last == publication or each.after.key in also]
            keys = [each.after.key for each in chosen]
            shown = await self._journal.published_among(keys)
            drafts = await self._journal.newest_among([*keys, *map(twin, keys)])
            back = [
                await self._back(each, drafts, author, note)
                for each in chosen
                if _body(each.before) != shown[each.after.key].body
            ]
            await self._journal.point(back, author, note)
        return await self._journal.publication()

    async def withdraw(self, type: str, slug: str, author: str, note: str) -> int:
        """Take an entry away, published and draft alike, in one transaction. Nothing happens where
        it is neither. Shape: the number of the last publication."""
        key = (type, slug)
        async with transaction(self._connection):
            draft = (await self._journal.newest_among([key])).get(key)
            shown = (await self._journal.published_among([key])).get(key)
            if _body(draft) is not None:
                draft = await self._journal.append(key, None, author, note)
            if draft and _body(shown) is not None:
                await self._journal.point([draft], author, note)
        return await self._journal.publication()

    async def restore(
        self, revision: int, author: str, note: str, *, base: int | None = None
    ) -> Saved | None:
        """The text of an older revision as a new draft. Shape: None where it is the draft already,
        or there is no such revision.

        Raises: Overtaken."""
        older = await self._journal.revision(revision)
        if older is None:
            return None
        return await self._journal.replace(older.key, older.body, author, note, base=base)

    async def discard(
        self, type: str, slug: str, author: str, note: str, *, base: int | None = None
    ) -> Saved | None:
        """The draft says again what is published, or is gone where nothing is.

        Raises: Overtaken."""
        shown = (await self._journal.published_among([(type, slug)])).get((type, slug))
        return await self._journal.replace((type, slug), _body(shown), author, note, base=base)

    async def _back(self, step: Step, drafts: Mapping[Key, Saved], author: str, note: str) -> Saved:
        """The revision that an undo points at, and the draft that is left behind it: none where
        another party has taken its slug among the drafts."""
        key = step.after.key
        draft, is_free = drafts[key], _body(drafts.get(twin(key))) is None
        if step.before is not None and step.before.body is not None:
            if draft.revision == step.after.revision and draft.body is None and is_free:
                former = await self._former(step) or step.before
                await self._journal.append(key, former.body, author, note)
            return step.before
        if draft.body is None:
            return draft
        gone = await self._journal.append(key, None, author, note)
        await self._journal.append(key, draft.body, author, note)
        return gone

    async def _former(self, step: Step) -> Saved | None:
        """The draft just before a publication took its entry away."""
        values = (*step.after.key, step.after.revision)
        rows = [*await self._connection.execute_fetchall(_BEFORE, values)]
        return Saved(*rows[0]) if rows and rows[0][3] is not None else None


def _moved(step: Step) -> Moved:
    return Moved(*step.after.key, step.after.revision, step.after.revision)


def _body(saved: Saved | None) -> str | None:
    return saved.body if saved else None
