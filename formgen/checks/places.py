"""Levels of government in names and texts: which level a unit is of, and which words only a unit of
another level would write of itself.

Comes in: texts. Goes out: a level, or words. Words that a unit may well use
of those above or below it (县域经济, 县级, 各县区, 全省, 市委交办 in a county) are left alone; only what
claims another level as one's own is told.
"""

from __future__ import annotations

from enum import Enum
from itertools import takewhile

from formgen.base.lazy_pattern import lazy


class Level(Enum):
    """省、市、县、区、乡镇."""

    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    DISTRICT = 4
    TOWN = 5


_MUNICIPALITIES = ("北京", "上海", "天津", "重庆")
_NAME = lazy(
    r"^(?:中国|中共|中华人民共和国)?"
    r"(?:(?P<province>.{2,6}?(?:省|自治区)|省(?=.))|(?:北京|上海|天津|重庆)市)?"
    r"(?P<city>(?!城市).{1,8}?(?:市(?!场)|自治州|地区|盟)|市(?!场|容|民服|民中|政(?!府|协|法|务|研)))?"
    r"(?P<county>.{1,6}?(?:县(?!域|级)|自治县|旗)|(?P<district>.{1,6}?(?:开发区|新区|区))|县(?!域|级)(?=.))?"
    r"(?P<town>(?!乡镇|乡村|城镇|城乡).{1,6}?(?:乡(?!镇|村)|镇|街道))?"
)  # fmt: skip
"""Of a stretch of Chinese characters alone: a class of them, written many times, takes long to compile."""
_DEPARTMENT_WORDS = lazy(
    "局|委|办|院|厅|中心|学校|大学|公司|协会|联合会|服务|管理|社区|园区|景区|灾区|库区|城区"
)


def level_of(name: str) -> Level | None:
    """The level that a department's name tells; None where it tells none."""
    bare = "".join(name.split())
    match = _NAME.match("".join(takewhile(_is_chinese, bare)))
    if match is None:
        return None
    town, county, district, city = (match[key] for key in ("town", "county", "district", "city"))
    if town and not _DEPARTMENT_WORDS.search(town):
        return Level.TOWN
    if district and not _DEPARTMENT_WORDS.search(district):
        return Level.DISTRICT
    if county and not district and not _DEPARTMENT_WORDS.search(county):
        return Level.COUNTY
    if city and not _DEPARTMENT_WORDS.search(city):
        return Level.CITY
    if match["province"] or bare.startswith(tuple(f"{place}市" for place in _MUNICIPALITIES)):
        return Level.PROVINCE
    return None


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


_OWN = {
    Level.PROVINCE: "省",
    Level.CITY: "市",
    Level.COUNTY: "县",
    Level.DISTRICT: "区",
    Level.TOWN: "[乡镇]",
}
# A unit speaks for a lower level only by a copied text; of higher levels it speaks every day.
_OTHERS = {
    Level.PROVINCE: (Level.CITY, Level.COUNTY, Level.TOWN),
    Level.CITY: (Level.COUNTY, Level.DISTRICT, Level.TOWN),
    Level.COUNTY: (Level.DISTRICT, Level.TOWN),
    Level.DISTRICT: (Level.COUNTY, Level.TOWN),
    Level.TOWN: (),
}
# 加强县域建设, 食品安全县, 健全县级机制, 百强县, 全市场, 全区域: the words meet, the meaning does not.
_STRONG = (
    ["强{own}"],
    r"(?<![加增做建补最更较变百十千万])强{own}(?:战略|工程|行动|目标|之路)"
    r"|(?:质量|教育|科技|人才|文化|旅游|工业|农业|产业|生态|商标|品牌|标准|制造|知识产权|体育|交通)强{own}(?![场域级民政容])",
)
_WHOLE = (
    ["全{own}", "我{own}"],
    r"(?<![安健齐完保周])全{own}(?![域级场民政容乡区市县镇])|(?<![自])我{own}(?![域级场民政容区市县镇])",
)
_ORDERS = (
    ["{own}委", "{own}政府", "{own}人民政府"],
    r"(?:^|[，。；、和及与由成（(\s\d]){own}(?:委|政府|人民政府)(?:、?{own}?(?:政府|人民政府|委|人大))?[^。；]{{0,8}}交办",
)
_KINDS: dict[Level, tuple[tuple[list[str], str], ...]] = {
    Level.CITY: (_STRONG, _WHOLE, _ORDERS),
    Level.COUNTY: (_STRONG, _WHOLE, _ORDERS),
    Level.DISTRICT: (_STRONG, _ORDERS),  # 全区, 我区 may be the autonomous region
    Level.TOWN: (_ORDERS,),
}
_PATTERNS = {
    level: lazy("|".join(kind.format(own=_OWN[level]) for _, kind in kinds))
    for level, kinds in _KINDS.items()
}
_IN_IT = {
    level: [word.format(own=sign) for sign in _OWN[level].strip("[]") for named, _ in kinds for word in named]
    for level, kinds in _KINDS.items()
}
"""One of these stands in all words of the level's pattern."""


_MAY_SPEAK = "强全我交"
"""One of these stands in all words of the patterns."""


def foreign_words(text: str, level: Level, name: str = "") -> list[str]:
    """Words by which a text speaks as a unit of another level, in order, each once."""
    if not any(sign in text for sign in _MAY_SPEAK):
        return []
    if level is Level.PROVINCE and name.startswith(_MUNICIPALITIES):
        others: tuple[Level, ...] = (Level.COUNTY, Level.TOWN)
    else:
        others = _OTHERS[level]
    bare = "".join(text.split())
    hits = [
        (match.start(), match.group().strip("，。；、和及与由成（("))
        for other in others
        if any(word in bare for word in _IN_IT[other])
        for match in _PATTERNS[other].finditer(bare)
    ]
    return list(dict.fromkeys(words for _, words in sorted(hits)))
