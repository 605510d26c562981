"""Patterns of the reader, made of the vocabulary alone; each is one word group, none a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from formgen.scoring.dates import DEADLINE_WORDS
from formgen.scoring.numerals import NUMBER, PERCENT
from formgen.scoring.wording import vocabulary as words
from formgen.scoring.wording.amounts import NUMBER_SIGNS
from formgen.scoring.wording.lazy_words import Behind, Lazy, before, first_of
from formgen.scoring.wording.vocabulary import one_of

SEPARATORS = ",;。:、"
COMPARE = Lazy(one_of(words.COMPARISONS), begins=first_of(words.COMPARISONS))
SIDE = Lazy(one_of(words.SIDES), begins=first_of(words.SIDES))
EQUALS = Lazy(one_of(words.EQUALS), begins=first_of(words.EQUALS))
CARRIER = Lazy(f"{one_of(words.CARRIERS)}*", begins=first_of(words.CARRIERS))
BEGIN = Lazy(f"(?:{one_of(words.BEGINS_DONE)})?", begins=first_of(words.BEGINS_DONE))
TARGET = one_of(words.TARGETS)
TARGET_OF = Lazy(f"{TARGET}的?", begins=first_of(words.TARGETS))
MARK = Lazy(r"[(\[](不)?(?:包?含)(?:本数|该数|本级)?[)\]]", begins="([")
MARK_NUMBER = Lazy(r"\((不)?包?含(?:本数)?", begins="(")
APART = Lazy("(?:±|正负|上下)", begins="±正上")
BELOW = Lazy("[<≤]", begins="<≤")
ABOVE = Lazy("[>≥]", begins=">≥")
DASH = Lazy(r"(?:-{1,2}|~{1,2}|至|到)", begins="-~至到")
BETWEEN = Lazy("(?:之间|区间|区间内|范围内|以内|内)?", begins="之区范以内")
JOIN = Lazy("(?:,?且|,?并且|,?但|,?同时|、|,)?", begins=",且并但同、")
NOUN = Lazy(r"[一-鿿A-Za-z()“”]{1,24}?")
LEADS = Lazy("(?:(?:如果|若|如|当|凡|其中|其|对于|对|则|在)(?![:,]))?", begins="如若当凡其对则在")
TAIL = Lazy("(?:的?(?:情况|情形|部分)?(?:下|者)?)(?:的|时|则|,则|者)?", begins="的情部下者时则,")
ANNOTATION = Lazy(
    rf"(?:,?(?:视为|即为|属于|评为|为|属)(?:{one_of(words.GRADES)})(?:等次|档|等级)?|\((?:{one_of(words.GRADES)})\))?",
    begins=",视即属评为(",
)
GRADE_BEFORE = Lazy(rf"{one_of(words.GRADES)}(?:等次|档|等级)?(?=[(:])", "(:", first_of(words.GRADES))
ENDS = Lazy(f"(?:{one_of(words.ENDS_DONE)})?", begins=first_of(words.ENDS_DONE))
VERB = "(?:(?:可|应|则|即|均|各|本项|该项|此项)*(?::|=|,|为)?(?:得|计|给|赋|记|打|评|赋值|计为|得分为|得分|获得|获|加计|计分|评分|赋分)?(?::|=|,|为)?)"
FULL = one_of(words.FULL_NAMES)
_VERBS = ",:可应则即均各本该此=为得计给赋记打评获加"
_OFFS = ",:则应均须再各相倒扣减"
ZERO = Lazy(
    "(?:,|:)?(?:则|均|即|就|该项|本项|此项|该指标|本指标|一律|直接|都)*(?:不得分|不计分|不给分|不赋分|不予计分|不予得分|不能得分|得不到分|不记分|"
    "(?:得|计|为|给|赋|记|得分为|计为|分值为|得分|评)?(?:0|零)分|得分为(?:0|零)|扣完(?:全部)?(?:分值|分数|权重分)?(?!为止)|扣除?全部(?:分值|分数|权重分)|全扣|扣光|分值为(?:0|零)|得(?:0|零)(?!\\.|\\d))",
    begins=",:则均即就该本此一直都不得计为给赋记分评0零扣全",
)
FULL_WORTH = Lazy(
    rf"(?:,|:)?{VERB}(?:满分|全分|(?:[该本]指标)?(?:所赋的?)?全部分值|全部分数|全部权重分|{one_of(set(words.FULL_NAMES) - {'得分', '分数'})}(?!的|\d|×|乘)|该项满分|本项满分)(?:[,(]?(?:共计|合计|共|即|计|为)?(?P<points>{NUMBER})分\)?)?",
    begins=_VERBS + "满全所" + first_of(words.FULL_NAMES),
)
POINTS = Lazy(rf"(?:,|:)?{VERB}(?P<points>{NUMBER})分(?!之|值|钟|别)", begins=_VERBS + NUMBER_SIGNS)
_TO_NUMBER = before("-~至", NUMBER_SIGNS)
RANGE = Lazy(
    rf"(?:,|:)?{VERB}(?P<low>{NUMBER})分?(?:-|~|至){{1,2}}(?P<high>{NUMBER})分",
    "-~至",
    _VERBS + NUMBER_SIGNS,
    _TO_NUMBER,
)
OFF = "(?:则|应|均|须|再|各|相应)?(?:倒扣|扣减|扣除|扣|减去|减扣|减|扣掉|倒减)"
DEDUCT = Lazy(rf"(?:,|:)?{OFF}(?P<points>{NUMBER})分(?:值)?", "扣减", _OFFS)
DEDUCT_RANGE = Lazy(
    rf"(?:,|:)?{OFF}(?P<low>{NUMBER})分?(?:-|~|至)(?P<high>{NUMBER})分", "-~至", _OFFS, _TO_NUMBER
)
DEDUCT_SHARE = Lazy(
    rf"(?:,|:)?{OFF}(?:该项|本项|此项)?(?:{FULL}的?(?P<one>{PERCENT})|(?P<two>{PERCENT})的?(?:该项|本项)?{FULL})(?:的?分值|的?分)?|(?:,|:)?(?:则)?按照?(?:该项|本项|此项)?{FULL}的?(?P<three>{PERCENT})(?:扣分|扣减分?|扣除|予以扣分|进行扣分)",
    "%百",
    _OFFS + "按",
)
NO_DEDUCT = Lazy("(?:,|:)?(?:不扣分|不予扣分|不减分|不作扣分)", "不", ",:不")
SHARE = Lazy(
    rf"(?:,|:)?(?:得到|得|计|给|赋|按|获得)(?:该项|本项|此项)?(?:{FULL}的?(?P<one>{PERCENT})|(?:(?P<two>{PERCENT})|(?P<half>一半))(?:的?(?:该项|本项)?(?:{FULL}|分)|(?(half)|(?=[,;。)]|$))))(?:计分|得分|赋分|给分)?",
    "%百半",
    ",:得计给赋按获",
)
ADD = Lazy(
    rf"(?:,|:)?(?:则|再|另|可)?(?:加|增加|奖励|增)(?P<points>{NUMBER})分", "加增奖", ",:则再另可加增奖"
)
JUDGE = Lazy(
    rf"(?:,|:)?(?:的)?(?:可)?(?:视|根据|依据|按照?)?(?:实际|具体|完成)?(?:情况|完成情况|程度|实际情况)?,?(?:予以|进行)?酌情(?:予以)?(?:扣分|扣减|减分|给分|扣减分值|赋分|打分|得分|计分|评分|扣除|扣(?:{NUMBER}分?(?:-|~|至))?{NUMBER}分)|(?:,|:)?(?:的)?(?:则|由评价人)?视(?:实际|具体|完成)?情况(?:予以)?(?:扣分|扣减|减分|给分|赋分|打分|得分|计分|评分|扣(?:{NUMBER}分?(?:-|~|至))?{NUMBER}分)",
    "酌视",
    ",:的可视根依按实具完情程予进酌则由",
)
BY_RATIO = Lazy(
    rf"(?:,|:)?(?:则|均|的)?(?:按照?|根据|依据|以|照)?(?:其|该)?(?:实际|任务|目标|指标|工作|计划|年度)?(?:(?P<exact>(?:完成|实际)?(?:数|数量|值|量)?(?:占|与|/)(?:{one_of(words.TARGETS)}))(?:的)?|未?完成|超出|超过|超支|未达|差额|达成)?(?:情况)?的?(?:比例|比率|率|比重|百分比|程度比例)的?(?:相应|同比例|等比例)?"
    "(?:进行)?(?:赋分|计分|计算得分|得分|给分|记分|打分|折算得分|计算分值|折算|扣减|扣减分值|扣分|扣除|减分|扣减得分|扣除分值|扣减权重分|计算|计算分数|折算分值|折算计分)(?:相应|对应)?的?(?:分值|得分)?",
    "比率",
    ",:则均的按根依以照其该实任目指工计年完数值量占与/未超差达情比率百程",
)
LINEAR = Lazy(
    "(?:,|:)?(?:中间|(?:介于)?(?:二者|两者)之间的?)?,?(?:则)?(?:采用|按照?|用)?(?:(?:线性|直线)差值法|(?:线性|直线)?(?:插值法?|内插法|插入法))(?:进行)?(?:计算得分|计算|计分|得分|赋分|给分)(?:得分)?",
    "插差",
    ",:采按用线直插内中介二两则",
)
"""差值法 alone may mean a distance that is taken off: only a straight line is one for certain."""
BY_EXCESS = Lazy(
    "(?:,|:)?按照?其?超过的?(?:比重|比例|部分(?:的?(?:比重|比例|占比))?)(?:进行)?(?:赋分|计分|得分|给分|记分|打分)",
    "超",
    ",:按",
)
BARE_SCORE = Lazy("(?:得分|计分|给分)(?=[,;。、]|$)", begins="得计给")
RATE = one_of(words.COMPLETION)
OWN_RATIO = "(?:实际完成值|实际完成数|实际值|完成值|实际完成量|实际数|实际完成|指标完成值|实际)(?:/|除以|÷)(?:指标值|目标值|计划值|计划完成数|计划数|年度指标值|年度目标值|目标数|预期指标值|计划完成值|计划)(?:×100%)?"
FORMULA_HEAD = r"(?:[,;。:(]?(?:则|均)?(?:具体|得分)?(?:计算)?(?:公式)?(?:为|是|如下)?:?(?:该)?(?:指标|实际|本项|该项)?(?:得分|评分|分值)?(?:=|等于|为|:)+|(?:,|:)?(?:则)?(?:按照?|根据|以|用))"
_FORMULA_BEGINS = ",;。:(则均具得计公为是如该指实本评分=等按根以用"
FACTOR = rf"(?:该|本)?(?:项)?(?:{FULL}|(?P<points{{n}}>{NUMBER})分?)(?!%)"
RATIO_FACTOR = (
    rf"\[?\(?(?:\((?P<rate{{n}}>(?:指标)?(?:实际)?(?:{RATE}|[一-鿿]{{1,16}}?))-(?P<floor{{n}}>{PERCENT})\)/\((?:1|100%)-(?P<other{{n}}>{PERCENT})\)"
    rf"|{OWN_RATIO}|\((?:1|100%)-(?P<rest{{n}}>[一-鿿]{{2,16}})\)|(?P<own{{n}}>(?:指标)?(?:实际)?(?:{RATE}|[一-鿿]{{2,16}}?))(?:/(?P<by{{n}}>{PERCENT}|指标值|目标值))?)\)?\]?(?:×100%)?"
)
TIMES = "(?:×|乘以|乘|\\*)"
FORMULA_END = "(?:分)?(?:来)?(?:进行)?(?:计分|计算得分|得分|赋分|给分|计算)?"
FORMULAS = tuple(
    Lazy(FORMULA_HEAD + body + FORMULA_END + r"\)?(?=[,;。、]|$)", "×乘*", _FORMULA_BEGINS)
    for body in (
        RATIO_FACTOR.replace("{n}", "1") + TIMES + FACTOR.replace("{n}", "1"),
        FACTOR.replace("{n}", "1") + TIMES + RATIO_FACTOR.replace("{n}", "1"),
    )
)
BARE_FORMULA = Lazy(
    rf"(?P<own>{one_of(words.COMPLETION | words.EXECUTION)}){TIMES}"
    + FACTOR.replace("{n}", "")
    + r"(?=[,;。、]|$)",
    "×乘*",
    first_of(words.COMPLETION, words.EXECUTION),
)
"""完成率×分值 as a sentence of its own."""
WHOLE = Lazy(
    rf"\(?(?:(?:{one_of(words.HEADINGS)}):)?(?:(?:该|本|此)(?:项|三级|条)?(?:指标)?)?{one_of(words.WHOLE)}(?:为|是|:|共|计|得)*(?P<points>{NUMBER})分\)?(?=[,;。:()、]|$)",
    begins="(该本此" + first_of(words.HEADINGS, words.WHOLE),
)
BARE_WHOLE = Lazy(rf"\(?(?P<points>{NUMBER})分(?=[,;。:)])\)?", begins="(" + NUMBER_SIGNS)
DEFINITION = rf"(?:{RATE})(?:=|为|是|:)+\(?{OWN_RATIO}\)?(?:×100%)?"
HEADING = Lazy(
    rf"(?:{DEFINITION}|{one_of(words.HEADINGS)}|直接赋分|(?:计算|得分)公式(?:为|如下)?)(?=[:,;。]|$)",
    begins="直计得" + first_of(words.COMPLETION, words.HEADINGS),
)
STATED = Lazy(
    "以|(?:年度)?(?:目标值|指标值)(?:为|是|:|=)(?:[≥≤]|不低于|不少于|不超过|不高于)?", begins="以年目指"
)
STATED_TAIL = Lazy("为(?:标准|基准|基数|目标|目标值|指标值)", begins="为")
TITLE = Lazy(f"{one_of(words.HEADINGS)}(?=:)", begins=first_of(words.HEADINGS))
CAPS: tuple[tuple[str, Lazy], ...] = (
    (
        "until_zero",
        Lazy(
            "(?:,|:)?(?:直至|直到|至|以)?(?:分值|分数|该项分值|权重分)?(?:扣完(?:为止|分值为止)?|扣完该项分值(?:为止)?|扣至(?:0|零)分?(?:为止)?|扣完(?:0|零)分为止|扣完(?:本项|该项|此项|该指标|本指标|全部)?的?(?:分值|分数|权重分值|权重分|权重|指标分值)(?:为止)?|扣光为止|(?:扣)?减完为止|不倒扣分?|不[计得]负分|(?:最低|最少)(?:得|计|为)?(?:0|零)分)(?=[,;。)]|$)",
            begins=",:直至以分该权扣减不最",
        ),
    ),
    (
        "most",
        Lazy(
            rf"(?:,|:)?(?:(?:最多|累计最多|至多|最高|最多累计)(?:可)?扣(?:除|减)?|扣分上限为?|累计扣分不超过|扣分不超过)(?:(?P<points>{NUMBER})分|{FULL}的?(?P<share>{PERCENT}))(?:为止)?",
            begins=",:最累至扣",
        ),
    ),
    (
        "least",
        Lazy(
            rf"(?:,|:)?(?:扣至|扣到|最低得|最低计|最少得|至少得|最低保留|扣减至|减至|保底)(?:(?P<points>{NUMBER})分|{FULL}的?(?P<share>{PERCENT}))(?:为止)?",
            begins=",:扣最至减保",
        ),
    ),
    (
        "full",
        Lazy(
            rf"(?:,|:)?(?:(?:得分)?(?:最高|最多)?(?:不超过|不得超过|得|不高于|以不超过)?(?:该项|本项|指标)?(?:{FULL}|满分)(?:为止|为限|封顶)?|至满分为止|加至满分为止|加满为止|(?:最高|最多)(?:得|计)?(?:满分)?(?P<points>{NUMBER})分|满分封顶)(?=[,;。)]|$)",
            begins=",:得最不以该本指至加满" + first_of(words.FULL_NAMES),
        ),
    ),
    (
        "over_100",
        Lazy(
            rf"(?:,|:)?(?:{RATE})?(?:(?:超过|高于|大于|超出)(?:100%(?:以上)?|{TARGET})的?,?(?:的)?按照?(?:100%(?:计|计算|计分)?|满分(?:计|计算|计分)?)|(?:超过|超出|高于)(?:满分|分值|权重分)的?,?按照?满分(?:计|计算|计分)?)",
            begins=",:超高大" + first_of(words.COMPLETION),
            leads=before(
                ("超过", "高于", "大于", "超出"), ("100%", *words.TARGETS, "满分", "分值", "权重分")
            ),
        ),
    ),
)
BEGUN = Lazy(
    rf"[,;(]?(?:不足|不满|未满)(?P<short>{PERCENT}|{NUMBER}(?:个百分点|‰|UNITS))(?:的)?(?:部分)?,?(?:(?P<ceil>(?:按|以|算|计为|视为|均按|视同)(?P<as>{PERCENT}|{NUMBER}(?:个百分点|‰|UNITS))(?:计算|计|算|扣分|处理)?)|(?P<floor>(?:部分)?(?:不扣分|不计|不计算|不予扣分|忽略不计|不扣))|(?P<exact>按比例(?:扣分|计|计算|折算)))\)?",
    "足满",
    ",;(不未",
)
BY_SHARE = Lazy(r"\((?:按比例扣分|按比例)\)", "按", "(")
FREE = Lazy(r"(?:允许(?:有)?(?:误差|偏差|延迟|延期|超出)|宽限期?|容忍|允许误差为)(?:在)?", "允宽容", "允宽容")
COUNT = Lazy(rf"共(?:计|有)?(?P<count>{NUMBER})(?:UNITS)", "共", "共")
COUNTED = Lazy("[零一二两三四五六七八九十]+[次个件项起例天日周]", begins="零一二两三四五六七八九十")
"""No noun of what is measured."""
ALL = one_of(words.ALL_DONE)
TIMELY = one_of(words.IN_TIME)
STATES: tuple[tuple[str, Lazy], ...] = (
    (
        "late",
        Lazy(
            "(?:超过期限|超过时限|逾期|延期|超期|延迟|推迟|延后|超时)(?:完成|办结|未完成|办理)?(?!率|天|时间|\\d)",
            begins="超逾延推",
        ),
    ),
    ("rest", Lazy(one_of(words.REST) + "(?:情况|情形)?", begins=first_of(words.REST))),
    (
        "missed",
        Behind(
            rf"(?:(?:{one_of(words.NOT)})(?:{ALL}|(?P<timely>{TIMELY}))*(?:{one_of(words.DONE)})(?:到)?|达不到)(?:{TARGET})?(?:的?(?:要求|标准|任务))?",
            "达" + first_of(words.NOT),
            leads={**before(words.NOT, (*words.ALL_DONE, *words.IN_TIME, *words.DONE)), "达不": ("到",)},
        ),
    ),
    (
        "partly",
        Behind(
            rf"{one_of(words.PARTLY)}(?:{one_of(words.DONE)})(?:{TARGET})?",
            leads=before(words.PARTLY, words.DONE),
        ),
    ),
    (
        "nearly",
        Behind(
            rf"(?:{one_of(words.NEARLY)})(?:{one_of(words.DONE)})(?:{TARGET})?",
            leads=before(words.NEARLY, words.DONE),
        ),
    ),
    (
        "met",
        Behind(
            rf"(?:{ALL}|(?P<timely>{TIMELY}))*(?:{one_of(words.DONE)})(?![值率])(?:到)?(?:(?:全部)?{TARGET}|(?P<object>[一-鿿]{{2,8}})(?:任务|工作|目标|计划))?(?:的?(?:要求|标准|任务))?",
            first_of(words.DONE),
        ),
    ),
)
_ALL_OR_NOTHING = "不得分|不计分|不给分|不赋分|不予计分|[得计](?:0|零|满)分"
_BARE_AIMS = ("支", "标")


def _against(leads: Sequence[str], lead_in: str = "", aims: Iterable[str] = (), rest: str = "") -> Behind:
    """Words right before the target. aims: what may stand in its place."""
    aim = "|".join((TARGET, *aims))
    return Behind(f"{lead_in}{one_of(leads)}(?:{aim}){rest}", leads=before(leads, (*words.TARGETS, *aims)))


_NO_LIMIT = rf"(?!\d|{PERCENT}|的?{NUMBER}|的(?![,每]|{_ALL_OR_NOTHING}))"
AGAINST_TARGET: tuple[tuple[str, Lazy], ...] = (
    (
        "at_most",
        _against(
            (
                "不超过",
                "不超",
                "未超过",
                "未超",
                "未超出",
                "没有超过",
                "没有超",
                "不高于",
                "不大于",
                "≤",
                "未突破",
                "不突破",
                "小于等于",
            ),
            "(?:控制在|保持在|在)?",
            _BARE_AIMS,
        ),
    ),
    ("at_most", _against(("在",), "(?:控制|保持)?", rest="(?:范围)?(?:以内|之内|内)")),
    ("at_least", _against(("不低于", "不少于", "大于等于", "≥", "达到或超过", "高于或等于", "不小于"))),
    (
        "above",
        _against(("高于", "大于", "超过", "超出", "超", "多于", ">"), aims=_BARE_AIMS, rest=_NO_LIMIT),
    ),
    (
        "below",
        _against(("低于", "小于", "少于", "不足", "<", "未达到", "达不到", "未达"), rest=_NO_LIMIT),
    ),
    ("above", Behind(r"(?:超出|超过|超支)(?:的部分|部分|的)?(?=,?按|,?酌|,?不得分|,?视)", "超")),
    ("equal", _against(("等于", "=", "正好为", "正好", "恰好为", "恰好"))),
)
EVENT = one_of(words.EVENT_NOUNS)
HAPPENED = Lazy(f"(?:{EVENT})", begins=first_of(words.EVENT_NOUNS))
_NEVER = ("未", "没有", "无", "不", "从未", "未曾")
_COMES = ("发生", "出现", "发现", "接到", "收到", "存在", "产生", "有")
NONE = Behind(
    rf"(?:{one_of(_NEVER)}{one_of(_COMES)}?(?:任何)?(?:{EVENT})+(?:发生|出现)?|(?:零|0)(?:{EVENT}|发生)+|(?:未|没有|无)(?:发生|出现)(?=的|得|计|,)|(?:没有|无)(?=的[得计不扣])|事故为零)",
    leads={
        **before(_NEVER, (*_COMES, "任何", "的", *words.EVENT_NOUNS)),
        **before("零0", ("发生", *words.EVENT_NOUNS)),
        "事故为": ("零",),
    },
)
_SEEN = ("发生", "出现", "发现", "存在")
SOME = Behind(
    rf"(?:{one_of(_SEEN)}(?:任何)?(?:{EVENT})*|有(?:任何)?(?:{EVENT})+|有(?=的[得计不扣]))(?!\d|{NUMBER})",
    leads={**before(_SEEN, ("",)), "有": ("任何", "的", *words.EVENT_NOUNS)},
)
EVENTS: tuple[tuple[str, Lazy], ...] = (("none", NONE), ("some", SOME))
GROWTH_LEAD = "(?:(?:较|比|与)(?:上年度?|去年|上一年)(?:同期)?(?:相比)?|同比|增速|增幅)?"
GROWTH = Behind(
    rf"(?P<lead>{GROWTH_LEAD})(?:(?P<down>下降|降低|减少|压减|降幅|下降率|降)|(?P<up>增长|上升|增加|提高|增幅|上涨))(?:率|幅度|达|达到|为)?(?=[\d百不超低大小在控])",
    "降减增升涨提高",
)
GROWTH_BARE = Behind(
    rf"(?P<lead>{GROWTH_LEAD})(?:(?P<none>不增长|零增长|未增长|不增加|不上升|未上升|只减不增|无增长|没有增长|不升)|(?P<level>持平)|(?P<down>下降|降低|减少|压减)|(?P<up>增长|上升|增加|提高|上涨))(?!\d|{NUMBER}|率)",
    "降减增升涨提高平",
)
LATE = Behind(
    r"(?:延期|逾期|延后|延迟|推迟|超期|超时|迟延|延误|晚于(?:计划|期限)|滞后|拖延)(?:完成|办结|办理|时间)?(?:在|达到|达)?(?P<over>不?超过)?",
    "期迟延超晚滞",
)
DISTANCE: tuple[tuple[str, Lazy], ...] = (
    ("short", Behind(r"(?:缺少|缺|少完成|少|差|欠|漏|短缺)(?!于)", "缺少差欠漏")),
    ("past", Behind(rf"(?:超出{TARGET}|超支|多出|超出|超预算|超(?!过))(?:在|达|达到)?", "超多")),
)
EACH_WAYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("late", words.STEP_LATE), ("event", words.STEP_EVENT), ("apart", words.STEP_APART), ("over", words.STEP_OVER), ("under", words.STEP_UNDER),
)  # fmt: skip
WAY_OF = {word: way for way, named in reversed(EACH_WAYS) for word in named}
EACH = Lazy(
    rf"(?:(?:较|比|与){TARGET}(?:相比)?,?)?(?:其中|其后|之后|此后|后|超出后|超过后|超出部分|超过部分|的部分|超出的|超过的|则|的|,)*(?:每再|每)(?:(?P<way>{one_of(WAY_OF)}))?(?:(?P<target>{TARGET})(?:的)?)?(?P<with>)",
    "每",
    "较比与其之此后超的则,每",
)
DOING = BEGIN
FROM = Lazy(rf"从第(?P<number>{NUMBER})(?P<unit>UNITS)起,?每(?P<way>{one_of(WAY_OF)})?", "从", "从")
NO_EACH = Lazy(
    rf"(?:,|;)?(?:{one_of(words.WITHOUT_EACH)})(?=一|1)", "发出有查", ",;" + first_of(words.WITHOUT_EACH)
)
NO_EACH_WAY = Lazy(
    rf"(?:,|;)?(?P<way>{one_of(WAY_OF)})(?=一(?!半)|1(?![\d.,]))", begins=",;" + first_of(WAY_OF)
)
STEP_TAIL = (
    HAPPENED,
    Lazy(one_of(words.ENDS_DONE), begins=first_of(words.ENDS_DONE)),
    Lazy("以上|的|时|,", begins="以的时,"),
)
"""What may stand between the size of a step and what it costs, any number of times."""

DATE = Lazy(
    rf"(?:在|(?P<past>晚于|迟于)|于|为|应在)?(?P<date>{DEADLINE_WORDS})(?P<since>及以后)?(?P<after>以后|之后|后)?(?:含当日|\(含\))?"
)
OR = Lazy("(?:或者?|或)", begins="或")


BEGUN_SIGN = re.compile(r"[(\[]|$")
