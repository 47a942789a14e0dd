#!/bin/sh
# Converts KERN's woff2 fonts to the TTF that typst reads. Run once per new version of KERN:
#   pip install fonttools brotli && ./convert.sh node_modules/@kern-ux/native/dist/fonts
set -eu
from=$1
to=$(dirname "$0")
for font in noto-sans/NotoSans-Regular noto-sans/NotoSans-Bold fira-sans/FiraSans-Regular fira-sans/FiraSans-Bold; do
  fonttools ttLib.woff2 decompress -o "$to/$(basename "$font").ttf" "$from/$font.woff2"
done
# What both weights can write, as ranges of code points: a sign outside of it is replaced instead of spoiling the letter.
python3 - "$to" <<'PYTHON'
import sys
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont

folder = Path(sys.argv[1])
signs = set()
for family in ("NotoSans", "FiraSans"):
    regular, bold = (set(TTFont(folder / f"{family}-{weight}.ttf").getBestCmap()) for weight in ("Regular", "Bold"))
    signs |= regular & bold
codes = sorted(c for c in signs if unicodedata.category(chr(c)) not in ("Cc", "Cf", "Co", "Cs", "Cn"))
ranges = []
for code in codes:
    if ranges and code == ranges[-1][1] + 1:
        ranges[-1][1] = code
    else:
        ranges.append([code, code])
(folder / "coverage.txt").write_text("".join(f"{first:04X}-{last:04X}\n" for first, last in ranges))
PYTHON
