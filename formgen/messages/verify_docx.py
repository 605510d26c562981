"""Sentences about what a Word document shows beside its form, or hides of it."""

FILE = "文件"
BODY, HEADER, FOOTER, PAGE = "正文", "页眉", "页脚", "页面设置"
STYLE = "样式“{name}”"
DEFAULTS = "默认格式"
IN_TABLE = "第 {table} 张表格"
IN_ROW = "第 {table} 张表格第 {row} 行"
IN_CELL = "第 {table} 张表格第 {row} 行第 {column} 格"
STRANGE = "有申报表不会有的内容或格式：{what}。"
STRANGE_NEAR = "有申报表不会有的内容或格式：{what}（附近的文字是“{text}”）。"
OTHER = "{name}"
UNKNOWN = "来历不明的内容"
WHAT = {
    "part": "多出的部件",
    "packing": "压缩包前后或中间夹带的内容",
    "property": "另加的文件属性",
    "style": "同名的样式",
    "customXml": "来历不明的所附数据",
    "unreadable": "读不出来的部件",
    "vanish": "隐藏文字",
    "webHidden": "隐藏文字",
    "specVanish": "隐藏文字",
    "hidden": "隐藏的行",
    "strike": "删除线",
    "dstrike": "双删除线",
    "caps": "改变字母大小写的格式",
    "smallCaps": "改变字母大小写的格式",
    "outline": "空心字",
    "shadow": "阴影字",
    "emboss": "阳文字",
    "imprint": "阴文字",
    "color": "不是黑色的文字",
    "highlight": "突出显示",
    "shd": "底纹",
    "u": "下划线",
    "em": "着重号",
    "vertAlign": "上标或下标",
    "position": "移高或移低的文字",
    "rPr/spacing": "挤紧或放宽的文字",
    "spacing": "异常的间距",
    "w": "压扁或拉宽的文字",
    "fitText": "挤进固定宽度的文字",
    "effect": "动态文字",
    "bdr": "文字边框",
    "rFonts": "不是常用文字字体的字体",
    "altName": "把文字字体换成别的字体的设置",
    "embedRegular": "随文件带的字体",
    "tiny": "过小或过大的字",
    "line": "比文字还矮的行距",
    "trHeight": "固定的行高",
    "tcW": "窄得放不下字的格",
    "tblW": "超出页面的表格",
    "pgSz": "与表样不同的纸张",
    "pgMar": "与表样不同的页边距",
    "ind": "异常的缩进",
    "tblInd": "异常的缩进",
    "tl2br": "斜线",
    "tr2bl": "斜线",
    "sym": "符号",
    "ruby": "拼音或注音文字",
    "altChunk": "插入的另一份文件",
    "object": "嵌入的对象",
    "pict": "图形或文本框",
    "wp:anchor": "浮动的图形或文本框",
    "?AlternateContent": "图形或文本框",
    "drawing": "图片",
    "framePr": "图文框",
    "tbl": "格里另套的表格",
    "ins": "修订：插入的文字",
    "del": "修订：删除的文字",
    "moveFrom": "修订：移走的文字",
    "moveTo": "修订：移来的文字",
    "rPrChange": "修订：改过的格式",
    "pPrChange": "修订：改过的格式",
    "hyperlink": "链接",
    "sdt": "内容控件",
    "smartTag": "智能标记",
    "commentReference": "批注",
    "commentRangeStart": "批注",
    "commentRangeEnd": "批注",
    "footnoteReference": "脚注",
    "endnoteReference": "尾注",
    "numPr": "自动编号",
    "numId": "自动编号",
    "fldSimple": "域",
    "fldChar": "域",
    "instrText": "域",
    "field": "页码以外的域",
    "background": "页面背景",
    "textDirection": "竖排文字",
    "softHyphen": "看不见的连字符",
    "a:blip": "换过或裁过的图片",
    "a:srcRect": "裁过的图片",
}
BEHIND = "申报表后面"
PICTURES = "有 {found} 幅图，应有 {expected} 幅。"
MARGIN_WORDS = "文字是“{found}”，应为“{expected}”。"
MARGIN_GONE = "没有了。"
MORE_TABLE = "多出的表格"
BEHIND_GONE = "没有了“{text}”。"
OLD_RULE = "附件的评分细则里没有“{name}”（{points}分），或它的指标值、分值被改动过。"
OLD_SCORE = "附件的得分表里没有“{name}”（{points}分），或它的分值被改动过。"
OLD_COUNT = "附件里有 {found} 项指标，应有 {expected} 项。"
OLD_PART = "附件的分值构成里“{name}”应为 {count} 项、{points} 分。"
OLD_SUM = "附件里“{name}”的得分前后不一致。"
