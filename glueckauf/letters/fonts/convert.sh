#!/bin/sh
# Converts KERN's woff2 fonts to the TTF that typst reads. Run once per new version of KERN:
#   pip install fonttools brotli && ./convert.sh node_modules/@kern-ux/native/dist/fonts
set -eu
from=$1
to=$(dirname "$0")
for font in noto-sans/NotoSans-Regular noto-sans/NotoSans-Bold fira-sans/FiraSans-Regular fira-sans/FiraSans-Bold; do
  fonttools ttLib.woff2 decompress -o "$to/$(basename "$font").ttf" "$from/$font.woff2"
done
