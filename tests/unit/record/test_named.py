"""Which agreement a sentence is about."""

from __future__ import annotations

import pytest

from watchword.record.library import shipped_agreements
from watchword.record.named import agreements_named

SENTENCES = {
    "Seoul kündigte ein Geheimdienstabkommen mit Japan.": ("gsomia-2016",),
    "Südkorea und Japan hatten den Pakt geschlossen.": ("gsomia-2016",),
    "South Korea gave Tokyo notice of ending the pact.": ("gsomia-2016",),
    "Seoul suspended its notice on GSOMIA.": ("gsomia-2016",),
    "한국은 지소미아 종료를 통보했다.": ("gsomia-2016",),
    "한일 협정의 종료를 통보했다.": ("gsomia-2016",),
    "한미일 정보공유약정에 서명했다.": ("tisa-2014",),
    "韓国は日本に協定の終了を通告した。": ("gsomia-2016",),
    "日米韓の取決めに署名した。": ("tisa-2014",),
    "Seoul, Tokyo and Washington signed it.": ("tisa-2014",),
    "Seoul gave notice of ending the pact.": (),
    "Paris and Berlin signed a pact.": (),
    "Washington and Seoul signed a pact.": (),
    "": (),
}


@pytest.mark.parametrize(("text", "named"), SENTENCES.items())
def test_a_sentence_means_the_agreement_of_its_name_or_of_just_its_parties(
    text: str, named: tuple[str, ...]
) -> None:
    assert agreements_named(text) == named


def test_only_what_is_shipped_is_named() -> None:
    named = {name for names in SENTENCES.values() for name in names}
    assert named <= set(shipped_agreements())
