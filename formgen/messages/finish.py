"""Words inside the finished files: what the properties of PDF and DOCX mean to whoever reads them."""

SCHEMA = "formgen 申报表属性"
PDFUA_SCHEMA = "PDF/UA 标识"
PDFUA_PART = "所符合的 ISO 14289 部分"
PROPERTIES = {
    "format": "这些属性与所附数据的格式版本",
    "form": "表样名称",
    "department": "部门（单位）名称",
    "year": "年度",
    "profile": "表样代号",
    "rules": "评分与审核规则的 SHA-256 摘要",
    "version": "生成程序的版本",
    "dataSHA256": "所附申报数据的 SHA-256 摘要",
    "dataSM3": "所附申报数据的 SM3 摘要",
    "draft": "是否草稿（true 或 false）",
    "appendix": "附件评分细则的位置：inside 在本文件内，separate 另有文件，none 没有，only 本文件就是附件",
    "actuals": "附件所用实际完成值的 SHA-256 摘要，没有用时为空",
    "fonts": "排版所用的字体（名称与摘要）",
}
ATTACHMENT = "本表的申报数据（TOML，UTF-8）"
PROFILE = "本表的表样（TOML，UTF-8）：各栏是什么、叫什么"
FOLDER = "本表的表样文件夹（ZIP）"
