"""Sentences about the Typst engine."""

ENGINE_MISSING = (
    "没有安装 PDF 引擎 Typst。运行 pip install 'formgen[typst]' 安装后再试，"
    "或去掉 --engine typst，用默认的 WeasyPrint。"
)
TEMPLATE_MISSING = "版式文件 {path} 不存在或无法读取（须为 UTF-8）。请放回表样文件夹，或去掉 --engine typst。"
TEMPLATE_FAULT = (
    "版式文件有错，未生成文件。请按行号改正（可对照随程序提供的同名文件）。"
    "版式文件不能联网取用软件包，也读不到表样文件夹 {folder} 以外的文件。"
)
TEMPLATE_LINE = "{file} 第 {line} 行"
FONTS_NOT_KEPT = (
    "字体文件写不进缓存文件夹 {folder}。请清理磁盘，或用环境变量 FORMGEN_CACHE 指定另一个文件夹。"
)
TEMPLATE_ENDLESS = "{seconds} 秒还没有排完，已放弃。请检查模板里的循环（for、while、range）。"
