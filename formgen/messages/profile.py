"""Sentences about profiles (templates/<profile>)."""

UNKNOWN = "没有名为“{name}”的表样。现有：{known}。也可以用 --profile 指定自己的文件夹（内有 profile.toml）。"
BROKEN = "表样文件 {path} 不是有效的 TOML（UTF-8）：{why}。请按提示的行列改正。"
NO_ACCESS = "表样文件 {path} 无法读取，请检查权限。"
FAULTY = "表样文件 {path} 有错，请逐条改正："
WIDTHS = "各列宽度合计 {total} 毫米，与版心宽度 {room} 毫米不等。请调整 columns 的 width。"
