"""Sentences of the page in the browser."""

# ── the door ─────────────────────────────────────────────────────────────────────────────────────
BAD_HOST = "地址不对：只能从本机打开填报台。"
BAD_ORIGIN = "这个请求不是从填报台的页面发出的，已拒绝。"
NO_COOKIE = "这一页不是填报台这次启动时打开的，用不了。请到这次打开的页面里，从“最近打开”接着改（这里还没有存的字，先复制下来）；那个页面已经关了的，请重新启动填报台。"
TOO_BIG = "文件太大：一次最多 {limit} MB。申报表一般不到 1 MB，请核对选的文件。"
LOST = "填报台停了，这一页现在存不了东西。请重新打开填报台（双击“填报台.cmd”，或运行 formgen serve），在“最近打开”里接着改；还没有存的字，先复制下来。"
UNREAD_DROP = "没有放进来：文件读不到，可能正在别的程序里打开，或者刚才移走了。请关掉打开它的程序，再拖一次。"
DROP_ELSEWHERE = (
    "这一页不收文件。要换一份表，先点右上角的“换一份表”；要放到审核的一批里，先回到那一批的名单。"
)
GONE = "这份表已经关闭了，请重新打开文件。"
NOT_FOUND = "没有这个页面。"
WRONG_FORM = "请求的内容不完整，请刷新页面后再试。"
BUG = "程序出了错，没有完成（{kind}）。请把这份表和记录交给维护人员：{log}"
MORE_FAULTS = "……另有 {count} 处"
NO_LOG = "（记录也没有写成）"
INSTEAD = (
    ("请用 formgen new 生成空白表再填写", "请在首页“新建空白表”里要一份再填写"),
    ("formgen check --fix 可代改其中大部分", "有“照此改”的，点一下就改好"),
    ("formgen check --fix 可代改", "点“照此改”可代改"),
    ("，或用 -p 指定表样", "，或换一个表样再试"),
    ("，或用 --profile 指定自己的文件夹", ""),
    ("请先用 formgen check {path} 看是哪一格", "请先在首页打开它，看是哪一格"),
    ("先用 formgen split 分开", "先把各单位的表分别另存为一个文件"),
    ("可用 formgen score --rules 查看标准写法", "“分值”页里有各种规则的标准写法"),
    ("；或用 --prefer newest 取新的一份，用 --prefer 文件名 指定一份", "，或在那一家的页面里选一份"),
)
"""Advice for the command line → the same on the page."""

# ── lists ────────────────────────────────────────────────────────────────────────────────────────
BADGE_UNREADABLE = "读不出"
BADGE_ERRORS = "还差{count}处"
BADGE_WARNINGS = "请核对{count}格"
BADGE_GOOD = "可以报送"
MUST = "必改"
LOOK = "核对"
CELLS = "{count}格"
MORE = "另有{kinds}类{cells}格请核对。"
STOP = ""
LEAD_ERRORS = "改完这{count}处就能通过；"
LEAD_WARNINGS = "没有必须修改的；有{kinds}类{cells}格请核对。"
LEAD_GOOD = "没有发现问题。"
CELL_NAME = "{row} {label}：{text}"
EMPTY = "空"
DIFFERS = "（与上次不同）"
ELSEWHERE = "这一格在别的页面里刚改成了“{text}”，您写的还没有存。要用您写的，再点一次“确定”；不要，点“取消”。"
NTH = "第{number}处，共{count}处"
NO_PAGE = "这份表现在还排不出来，请先改左边列出的问题。"

# ── saving ───────────────────────────────────────────────────────────────────────────────────────
DOWNLOAD_DRAFT = "还有{count}处未改，现在下载的 Word 和 PDF 每页会印“草稿”。"
DOWNLOAD_GOOD = "下载的就是右边看到的。"
DOWNLOAD_NEW = "原文件不是 xlsx，存回的是一张新的填报表。"
SCORES_NOTE = "附件“评分细则”按这里确认的读法生成。"
ACTUALS_NOTE = "填了实际完成值的，下载的 Word、PDF 里附自评得分。"
NO_FILE = "这份表现在还出不了这种文件。{why}"

# ── scores ───────────────────────────────────────────────────────────────────────────────────────
STATE_OPEN = "待确认"
STATE_DONE = "已确认"
STATE_PERSON = "由人评定"
UNREAD = "读不懂的评分标准"
NO_CHOICE = "没有这种读法，请从列表里选。"

# ── new ──────────────────────────────────────────────────────────────────────────────────────────
BLANK_NAME = "{title}（{year}年度，空白）.xlsx"
BROUGHT_NAME = "{title}（{year}年度，由旧表而来）.xlsx"
OPENED_SEVERAL = "一共打开了 {count} 份，都在“最近打开”里。"
NO_UPLOAD = "没有收到文件，请再选一次。"

# ── the program ──────────────────────────────────────────────────────────────────────────────────
HELP = """打开浏览器里的填报台：拖一份表进来，看哪里会被退回，在原处改，再存回 xlsx、出 Word 和 PDF。

只在本机处理，不上传；关掉页面后自己结束。DIR 是审核人可以在页面里打开的文件夹（各单位报来的申报表），不写就只有填报台。"""
PORT_HELP = "用哪个端口；默认任选一个空着的。"
ENGINE_HELP = "页面和下载用哪个排版引擎；默认装了 Typst 就用 Typst。"
NO_BROWSER_HELP = "不自动打开浏览器，只印出地址。"
STAY_HELP = "页面都关了也不结束。"
MISSING_EXTRA = "没有装填报台要用的组件。请运行：pip install 'formgen[page]'"
STARTED = "填报台已打开：{address}\n关掉浏览器页面后，程序会自己结束；也可以按 Ctrl+C。"
PORT_TAKEN = "端口 {port} 用不了：{why}。请换一个端口，或者不写 --port。"

# ── the reviewer's folder ────────────────────────────────────────────────────────────────────────
OUTSIDE = "只能打开启动时指明的文件夹里面的：{roots}。"
NO_FOLDER = "没有这个文件夹：{path}。请核对路径。"
NO_ROSTER = "没有这个名册文件：{path}。"
WHICH_CHOICE = "这句话是忽略的理由，还是要写给单位的意见？请点旁边的“忽略”或“自己写”。"
NO_UNIT = "名单里没有这个单位了，请回到名单看一遍。"
GONE_ROUND = "这一批已经关闭了，请回到开始再打开一次。"
DROP_THERE = "这一批是文件夹里的文件：请把新文件放进那个文件夹，再点“再核一遍”。"
REMOVE_LATER = "这一批正在审核，或者是文件夹里的文件，不能在这里删除。"
STOPPED = "停下了：核了{done}份，共{total}份。点“再核一遍”接着核。"
NOT_KEPT = "拖入的文件没有存下来：{why}"
DROPPED_NAME = "拖入的{count}份文件"
TOO_MANY = "一次最多收{count}份文件，请分几次放入。"
BY_FILE_NAME = "按文件名认作名册里的“{unit}”。"
FILE_GONE = "这份文件已经不在原来的地方，打不开。请重新审核这个文件夹。"
NOT_YET = "还没有这个文件：等审核做完，或者先生成退回意见。"
SUMMARY = "汇总.xlsx"
LETTERS = "写了 {count} 份退回意见。"
LETTERS_PLACE = "都在 {folder}。"
CHOOSE_ONE = "报来了{count}份不同的文件，请点开选一份"
NO_PAGE_HERE = "排不成页面，原因见左边。"
NO_PAGE_DOUBLE = "先在左边选一份，才有页面可看。"
NO_LETTER = "这个单位没有要改的，不用写退回意见。"
FILED_NAME = "报来的表.toml"
NO_LETTERS = "没有要写的退回意见。"
ROW_STATES = {
    "unread": "读不出",
    "bad": "错误",
    "changed": "已改未核",
    "warn": "提醒",
    "double": "雷同",
    "missing": "未报",
    "good": "通过",
    "accepted": "人工通过",
    "checking": "正在核",
    "queued": "待核",
}
ROW_COLUMNS = (
    ("完整", ("REQ",)),
    ("分类", ("TAX",)),
    ("指标值", ("VAL",)),
    ("评分", ("SCO",)),
    ("资金", ("FUND",)),
    ("文字", ("TXT",)),
    ("自评", ("ACT",)),
    ("雷同", ("DUP",)),
)
DECIDED = {"人工通过": "人工通过", "退回": "已退回"}
WEIGHED = "{count}条已定"
WAITING = "待处理"
PASSED = "已通过"
NO_SCORES = "这张表里没有要计分的指标。"
NOT_SCORED = "现在算不出分值：{why}"
NOTHING_CAME = "名册中有，没有收到文件"
NOTHING_YET = "名册中有，还没有核到它的文件"
MENDED = "上次的{count}处都已改"
STANDING = "上次未改"
NEW = "新问题"
ROUND_LEAD = "上次的问题：已改{mended}处，未改{standing}处，新出{new}处。"
ROUND_CHANGED = "未要求改而改了{count}格。"
