"""What a client knows: a snapshot, changed by every event that follows."""

import copy
from typing import Any

Json = dict[str, Any]


class Model:
    """The state of a client, written from the protocol page; unknown events are a failure."""

    def __init__(self, ready: Json) -> None:
        snapshot = copy.deepcopy(ready["snapshot"])
        self.seq: int = ready["seq"]
        self.me: Json = snapshot["me"]
        self.settings: Json = snapshot["settings"]
        self.threads: dict[str, Json] = {c["conv"]: c for c in snapshot["conversations"]}
        self.missed: int = snapshot["missed"]
        self._unseen: set[str] = set()

    def apply(self, event: Json) -> None:  # noqa: C901, PLR0912 - one case for each event
        """Take one event in its order."""
        if "seq" not in event:
            return
        assert event["seq"] == self.seq + 1, "a gap"
        self.seq = event["seq"]
        match event["type"]:
            case "message.new":
                self._put(event["conv"], event["item"], "mid")
            case "message.deleted":
                for item in self._items(event["conv"]):
                    if item.get("mid") == event["mid"]:
                        item.update(body="", deleted=True)
            case "message.marks":
                marks = ("readUpTo", "peerReadUpTo", "peerReceivedUpTo")
                self.threads[event["conv"]].update({name: event[name] for name in marks})
            case "conversation.changed":
                self.threads[event["conversation"]["conv"]] = event["conversation"]
            case "conversation.gone":
                self.threads.pop(event["conv"], None)
            case "call.entryChanged":
                self._call(event["entry"])
            case "call.entryRemoved":
                for thread in self.threads.values():
                    thread["recent"] = [
                        item for item in thread["recent"] if item.get("call") != event["call"]
                    ]
            case "call.entriesSeen":
                self.missed -= len(self._unseen)
                self._unseen.clear()
                for thread in self.threads.values():
                    for item in thread["recent"]:
                        if item["type"] == "call":
                            item["seen"] = True
            case "settings.changed":
                self.settings = event["settings"]
            case "me.changed":
                names = ("person", "operator", "hasPassword")
                self.me.update({name: event[name] for name in names})
            case "person.changed":
                for thread in self.threads.values():
                    if thread["peer"]["account"] == event["person"]["account"]:
                        thread["peer"] = event["person"]
            case "relation.changed":
                pass
            case unknown:
                raise AssertionError(f"what is {unknown}?")

    def differences(self, ready: Json) -> list[str]:
        """Return where a fresh snapshot says something else."""
        fresh = Model(ready)
        found = []
        for name in ("seq", "me", "settings", "missed"):
            if getattr(self, name) != getattr(fresh, name):
                found.append(f"{name}: {getattr(self, name)} is {getattr(fresh, name)}")
        if self.threads.keys() != fresh.threads.keys():
            found.append(f"threads: {sorted(self.threads)} are {sorted(fresh.threads)}")
        for conv in self.threads.keys() & fresh.threads.keys():
            found += _compare(conv, self.threads[conv], fresh.threads[conv])
        return found

    def _items(self, conv: str) -> list[Json]:
        items: list[Json] = self.threads[conv]["recent"]
        return items

    def _put(self, conv: str, item: Json, key: str) -> None:
        items = [known for known in self._items(conv) if known.get(key) != item[key]]
        items.append(item)
        items.sort(key=lambda known: known["pos"])
        self.threads[conv].update(recent=items, lastPos=items[-1]["pos"])

    def _call(self, entry: Json) -> None:
        item = entry["item"]
        if item["missed"] and not item["seen"] and item["call"] not in self._unseen:
            self._unseen.add(item["call"])
            self.missed += 1
        if entry["conversation"] in self.threads and item["pos"] is not None:
            self._put(entry["conversation"], item, "call")


def _compare(conv: str, known: Json, fresh: Json) -> list[str]:
    # How many older items each happens to hold may differ; those that both hold must be equal.
    count = min(len(known["recent"]), len(fresh["recent"]))
    ours, theirs = (
        {**side, "recent": side["recent"][len(side["recent"]) - count :]} for side in (known, fresh)
    )
    return [
        f"{conv[:4]} {name}: {ours[name]} is {theirs[name]}"
        for name in theirs
        if ours[name] != theirs[name]
    ]
