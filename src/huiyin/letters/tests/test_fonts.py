from __future__ import annotations

from pathlib import Path

import pytest

from huiyin.letters.fonts import BUNDLED, Faces, NoFontsError, choose_faces, font_paths

NOTO = {"Noto Serif SC", "Noto Sans SC", "Noto Emoji"}


def test_without_fonts_the_message_names_folder_and_command(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("no font")
    with pytest.raises(NoFontsError, match=r"tools/setup_npm\.py") as caught:
        font_paths(tmp_path, tmp_path / "none")
    assert str(tmp_path / "none") in str(caught.value)


def test_the_offices_folder_comes_first(tmp_path: Path) -> None:
    own, bundled = tmp_path / "own" / "deep", tmp_path / "bundled"
    own.mkdir(parents=True)
    bundled.mkdir()
    (own / "simfang.TTF").write_bytes(b"")
    (bundled / "noto.ttf").write_bytes(b"")
    assert font_paths(tmp_path / "own", bundled) == [tmp_path / "own", bundled]
    assert font_paths(None, bundled) == [bundled]


def test_an_office_folder_without_fonts_is_passed_over(tmp_path: Path) -> None:
    assert font_paths(tmp_path, BUNDLED) == [BUNDLED]


def test_noto_stands_in_for_every_face() -> None:
    faces = choose_faces(NOTO)
    assert faces.body[0] == faces.title[0] == faces.subheading[0] == "Noto Serif SC"
    assert faces.heading[0] == "Noto Sans SC"
    assert "Noto Emoji" in faces.body


def test_the_standards_own_faces_win() -> None:
    own = {"FangSong", "FangSong_GB2312", "SimHei", "KaiTi_GB2312", "FZXiaoBiaoSong-B05S"}
    assert choose_faces(NOTO | own) == Faces(
        body=("FangSong_GB2312", "Noto Serif SC", "Noto Sans SC", "Noto Emoji"),
        title=("FZXiaoBiaoSong-B05S", "Noto Serif SC", "Noto Sans SC", "Noto Emoji"),
        heading=("SimHei", "Noto Serif SC", "Noto Sans SC", "Noto Emoji"),
        subheading=("KaiTi_GB2312", "Noto Serif SC", "Noto Sans SC", "Noto Emoji"),
        figures=("Noto Serif SC", "Noto Sans SC", "Noto Emoji"),
    )


def test_a_folder_that_lacks_a_role_is_told() -> None:
    with pytest.raises(NoFontsError, match="heading"):
        choose_faces({"Noto Serif SC"})
