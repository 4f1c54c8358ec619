#!/usr/bin/python3
"""Makes the faces of this folder out of Debian's Noto packages.

Run it by `make fonts`, which installs what it needs; it takes a minute. The results
are committed, so nobody else has to, and the same packages give the same bytes.
After a change of the interface's sentences, `make fonts FACES="core.otf core-bold.otf"`
is enough.

    regular.otf     Noto Sans CJK TC: every script a member may write in
    bold.otf        the same weight for names and headings, common characters only
    latin.ttf       Noto Sans: letters and symbols that the CJK face lacks, and its
                    wide signs as Latin text has them
    latin-bold.ttf  its letters in bold
    emoji.ttf       Noto Color Emoji, complete, at half the resolution
    core.otf        what the page can show before the faces above have arrived
    core-bold.otf   what of that the interface itself says, in bold
"""

import io
import json
import pathlib
import sys
import tempfile
import unicodedata

from fontTools import merge, subset
from fontTools.ttLib import TTFont
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
CATALOGUES = HERE.parent / "client" / "view" / "lang"
DEBIAN = pathlib.Path("/usr/share/fonts")
CJK = DEBIAN / "opentype/noto"
NOTO = DEBIAN / "truetype/noto"
TC = 3  # the index of the Traditional Chinese face in Debian's collections

# Layout features worth their bytes on a screen. The rest (vertical forms, glyph
# variants by language, proportional kana) would double the CJK faces.
FEATURES = ["ccmp", "kern", "mark", "mkmk"]


def span(*pairs):
    """The code points of inclusive ranges."""
    return {c for low, high in pairs for c in range(low, high + 1)}


def decoded(codec, leads, trails):
    """The code points that a double-byte codec has for these byte ranges."""
    found = set()
    for lead in range(leads[0], leads[1] + 1):
        for trail in range(trails[0], trails[1] + 1):
            try:
                found.update(map(ord, bytes((lead, trail)).decode(codec)))
            except UnicodeDecodeError:
                continue
    return found


# Character sets. The two levels of Big5 and of JIS X 0208 are read off their codecs.
ASCII = span((0x20, 0x7E))
LATIN_1 = span((0xA0, 0xFF))
PUNCTUATION = span((0x2010, 0x2027), (0x2030, 0x203A), (0x3000, 0x301F), (0xFF01, 0xFF5E))
LETTERS = span((0x100, 0x52F), (0x1D00, 0x1DBF), (0x1E00, 0x1FFF))
SYMBOLS = span((0x2000, 0x2BFF))
KANA = span((0x3040, 0x30FF))
BOPOMOFO = span((0x3100, 0x312F), (0x31A0, 0x31BF))
CJK_FORMS = span((0x3000, 0x303F), (0x31F0, 0x31FF), (0x3200, 0x33FF), (0xFE10, 0xFE6F), (0xFF00, 0xFFEF))
HANGUL = span((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3))
IDEOGRAPHS = span((0x4E00, 0x9FFF), (0xF900, 0xFAFF))
BIG5_COMMON = decoded("big5", (0xA1, 0xC6), (0x40, 0xFE))
BIG5_RARE = decoded("big5", (0xC9, 0xF9), (0x40, 0xFE))
JIS_COMMON = decoded("euc_jp", (0xA1, 0xCF), (0xA1, 0xFE))
JIS_RARE = decoded("euc_jp", (0xD0, 0xF4), (0xA1, 0xFE))

# Signs that a CJK face has as wide as an ideograph: beside Latin letters they come
# from the Latin face.
WIDE_SIGNS = set(map(ord, "‘’“”…·"))

# Code points that belong to the emoji face alone: a text face that had them would
# win over it. Below U+2600 only what Unicode shows in colour by default is in here,
# so that arrows, (c) and the like stay text.
JOINERS = {0x200D, 0x20E3, 0xFE0E, 0xFE0F}
COLOUR_BELOW_2600 = {0x231A, 0x231B, 0x23E9, 0x23EA, 0x23EB, 0x23EC, 0x23F0, 0x23F3, 0x25FD, 0x25FE}


def emoji_only():
    with TTFont(NOTO / "NotoColorEmoji.ttf", lazy=True) as face:
        have = set(face.getBestCmap())
    high = {c for c in have if 0x2600 <= c < 0x3000 or c >= 0x1F000}
    return JOINERS | COLOUR_BELOW_2600 | high


def frequent():
    """The characters of frequent-zh-Hant.txt, without its comment lines."""
    lines = (HERE / "frequent-zh-Hant.txt").read_text("utf-8").splitlines()
    return {ord(ch) for line in lines if not line.startswith("#") for ch in line.strip()}


def interface():
    """Every character of the interface's own sentences, in all languages."""
    found = set()
    for path in sorted(CATALOGUES.glob("*.json")):
        text = json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False)
        found.update(ord(ch) for ch in text if unicodedata.category(ch) != "Cc")
    return found


def cut(source, number, codepoints, features=FEATURES):
    """One face of a font file, reduced to the code points."""
    options = subset.Options()
    options.font_number = number
    options.layout_features = features
    options.hinting = False
    options.desubroutinize = True  # larger raw, smaller compressed, faster to parse
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.name_IDs = ["*"]
    options.drop_tables += ["vhea", "vmtx", "VORG"]
    face = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codepoints)
    cutter.subset(face)
    return face


def save(face, name):
    path = HERE / name
    face.save(path)
    print(f"{name:16} {path.stat().st_size / 1e6:6.2f} MB {face['maxp'].numGlyphs:6} glyphs")


def make_cjk(weight, codepoints, name):
    save(cut(CJK / f"NotoSansCJK-{weight}.ttc", TC, codepoints), name)


def make_latin(sources, wanted, name):
    """What the sources have of the wanted code points, the first source first, as one face."""
    parts = []
    with tempfile.TemporaryDirectory() as folder:
        for source, features in sources.items():
            path = NOTO / f"{source}.ttf"
            with TTFont(path, lazy=True) as face:
                have = wanted & set(face.getBestCmap())
            wanted = wanted - have
            part = pathlib.Path(folder) / path.name
            cut(path, 0, have, features).save(part)
            parts.append(str(part))
        if len(parts) == 1:
            face = TTFont(parts[0], recalcTimestamp=False)
        else:
            face = merge.Merger().merge(parts)
            # The merger stamps the time of the run; the first source's keep the bytes the same.
            face.recalcTimestamp = False
            first = TTFont(parts[0])["head"]
            face["head"].created, face["head"].modified = first.created, first.modified
        save(face, name)


def make_emoji(name):
    """The emoji face with bitmaps of half the size: 64 pixels are as tall as an emoji is
    ever drawn here, and 64 colours each look the same at that size."""
    face = TTFont(NOTO / "NotoColorEmoji.ttf", recalcTimestamp=False)
    for table in ("vhea", "vmtx"):
        del face[table]
    (glyphs,) = face["CBDT"].strikeData
    for glyph in glyphs.values():
        glyph.imageData = halved(glyph.imageData)
        with Image.open(io.BytesIO(glyph.imageData)) as image:
            glyph.metrics.width, glyph.metrics.height = image.size
        glyph.metrics.BearingX = round(glyph.metrics.BearingX / 2)
        glyph.metrics.BearingY = half_up(glyph.metrics.BearingY)
        glyph.metrics.Advance = half_up(glyph.metrics.Advance)
    (strike,) = face["CBLC"].strikes
    size = strike.bitmapSizeTable
    size.ppemX, size.ppemY = half_up(size.ppemX), half_up(size.ppemY)
    line = size.hori
    line.ascender, line.descender = half_up(line.ascender), -half_up(-line.descender)
    line.widthMax = half_up(line.widthMax)
    save(face, name)


def half_up(n):
    return (n + 1) // 2


def halved(png):
    with Image.open(io.BytesIO(png)) as image:
        size = half_up(image.width), half_up(image.height)
        # Premultiplied, so that the colour of clear pixels does not bleed into the edges.
        small = image.convert("RGBA").convert("RGBa").resize(size, Image.BOX).convert("RGBA")
    packed = small.quantize(64, method=Image.LIBIMAGEQUANT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    packed.save(out, "PNG", optimize=True)
    return out.getvalue()


def main():
    colour = emoji_only()
    letters = ASCII | LATIN_1 | LETTERS | SYMBOLS
    common = letters | KANA | BOPOMOFO | CJK_FORMS | BIG5_COMMON | JIS_COMMON
    every = common | HANGUL | IDEOGRAPHS | BIG5_RARE | JIS_RARE
    said = ASCII | LATIN_1 | PUNCTUATION | KANA | interface()
    core = said | frequent()
    with TTFont(CJK / "NotoSansCJK-Regular.ttc", fontNumber=TC, lazy=True) as face:
        lacking = letters - colour - set(face.getBestCmap()) | WIDE_SIGNS
    noto = {"NotoSans-Regular": FEATURES, "NotoSansSymbols2-Regular": [], "NotoSansSymbols-Regular": [], "NotoSansMath-Regular": []}

    faces = {
        "regular.otf": lambda name: make_cjk("Regular", every - colour, name),
        "bold.otf": lambda name: make_cjk("Bold", common - colour, name),
        "core.otf": lambda name: make_cjk("Regular", core - colour, name),
        "core-bold.otf": lambda name: make_cjk("Bold", said - colour, name),
        "latin.ttf": lambda name: make_latin(noto, lacking, name),
        "latin-bold.ttf": lambda name: make_latin({"NotoSans-Bold": FEATURES}, lacking, name),
        "emoji.ttf": make_emoji,
    }
    for name in sys.argv[1:] or faces:
        faces[name](name)


if __name__ == "__main__":
    main()
