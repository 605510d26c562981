"""Sentences about profiles (templates/<profile>)."""

UNKNOWN = "没有名为“{name}”的表样。现有：{known}。也可以用 --profile 指定自己的文件夹（内有 profile.toml）。"
BROKEN = "表样文件 {path} 里有写不成数字的值，或嵌套过深，没有读取。请照随程序的表样写。"
NO_ACCESS = "表样文件 {path} 无法读取，请检查权限。"
FAULTY = "表样文件 {path} 有错，请逐条改正："
LINE = "第 {line} 行"

NEAREST = "是不是“{near}”？"
KNOWN = "可以写：{known}。"
UNKNOWN_KEY = "没有“{key}”这一项。"
UNKNOWN_COLUMN = "没有“{key}”这个字段。"
MISSING = "缺少“{key}”。"
NOT_ONE_OF = "“{key}”不能是“{value}”，只能是：{allowed}。"
WRONG_COUNT = "“{key}”的个数不对。"
OUT_OF_RANGE = "“{key}”的值 {value} 超出范围，要{limit}。"
LIMITS = {
    "greater_than": "大于 {limit}",
    "greater_than_equal": "不小于 {limit}",
    "less_than": "小于 {limit}",
    "less_than_equal": "不大于 {limit}",
}
BAD_NAME = "“{key}”的值“{value}”不能作名称：只用英文字母、数字和下划线，以字母开头。"
WRONG_VALUE = "“{key}”的值“{value}”不对，要写{wanted}。"
WANTED = {
    "string": "文字（加引号）",
    "int": "整数",
    "decimal": "数字",
    "bool": "true 或 false",
    "tuple": "列表 [ … ]",
    "list": "列表 [ … ]",
    "dict": "一组“键 = 值”",
    "model": "一组“键 = 值”",
}
WANTED_OTHER = "别的值"
WANT_TABLES = "“{key}”要写成 [[{key}]]。"

YEARS_TURNED = "years 的起年 {first} 晚于止年 {last}。"
KEY_TWICE = "“{key}”出现了两次，名称不能重复。"
ROLE_TWICE = "“{role}”这个含义（role）只能给一处。"
GRID_COUNT = "widths 有 {found} 个宽度，这一块的行有 {cells} 格。"
GRID_ROW = "第 {row} 行占 {found} 格，其他行占 {cells} 格。请用 span 补齐。"
NO_ROOM = "左右边距合计 {margins} 毫米，纸宽只有 {width} 毫米，放不下表。请调小 margin_left、margin_right。"
TOO_WIDE = "宽度合计 {total} 毫米，超过版心宽度 {room} 毫米。请调小 width。"
TOO_NARROW = "宽度合计 {total} 毫米，版心宽度是 {room} 毫米，差得太多。请调大 width，使合计等于版心宽度。"
NO_ROOM_FOR_ROWS = (
    "各列宽度合计 {total} 毫米，版心宽度 {room} 毫米，留给行标题的宽度不够。请调小 width 或写 row_width。"
)
ONLY_WITHOUT_ROWS = "only 只用于固定行的表（rows 写成列表）。"
PRINT_NOTHING = "print“{text}”里没有 {{字段}}。"
UNDER_TORN = "同在“{under}”之下的列要挨在一起。"
LEVELS = "levels 是 {levels}，合并列之后还要有别的列（共 {columns} 列）。"
NOT_NUMERIC = '“{key}”不是数字列，请写 type = "money" 或 "number" 等。'
SIDES = "sides 要写两边，或者不写。"
EMPTY_BLOCK = "这一块没有内容。"
NO_CHECK = "没有编号为“{id}”的检查。"
ALL_CHECKS = "编号见 formgen checks。"
NAMES_NOTHING = "“{name}”在表上没有。"
NO_TABLE = "没有名为“{name}”的表。"
GRADES_OPEN = "等次要从高到低写，最后一个从 0 分起。"

ROLE_BY_WORD = {"偏差": "reason", "原因": "reason", "完成值": "actual", "得分": "score", "权重": "points"}
"""Words in a label that tell which field is meant."""
WIDTHS = "各列宽度合计 {total} 毫米，与版心宽度 {room} 毫米不等。请调整 columns 的 width。"
HOLES = "句子里的空只能是 {points}、{percent}、{count}（可加一位数字区分）。"
WORDING_WITHOUT_KIND = "rule 缺少 kind。"
