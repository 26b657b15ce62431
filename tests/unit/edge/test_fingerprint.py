from __future__ import annotations

from hashlib import sha256

from mnemonic import Mnemonic

from watchword.edge.fingerprint import fingerprint_words
from watchword.trust.keys import Signer

PUBLIC = Signer(bytes(32)).public


def test_a_fingerprint_is_twelve_words_and_the_same_each_time() -> None:
    words = fingerprint_words(PUBLIC).split()
    assert len(words) == 12
    assert fingerprint_words(PUBLIC).split() == words
    assert set(words) <= set(Mnemonic("english").wordlist)


def test_two_keys_have_two_fingerprints() -> None:
    assert fingerprint_words(PUBLIC) != fingerprint_words(Signer(b"1" * 32).public)


def test_the_words_say_half_the_digest_of_the_key() -> None:
    entropy = Mnemonic("english").to_entropy(fingerprint_words(PUBLIC))
    assert bytes(entropy) == sha256(PUBLIC).digest()[:16]


def test_a_word_heard_wrong_is_noticed_most_of_the_time() -> None:
    reader = Mnemonic("english")
    words = fingerprint_words(PUBLIC).split()
    swapped = [" ".join([w, *words[1:]]) for w in reader.wordlist if w != words[0]]
    passing = sum(reader.check(text) for text in swapped)
    # Four bits of check: one in sixteen slips through.
    assert passing < len(swapped) / 12
