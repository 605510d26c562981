"""Sentences about a Dask cluster."""

NO_DASK = "没有安装 Dask。请运行 pip install 'formgen[cluster]'。"
NO_SCHEDULER = "连不上调度器 {address}（{why}）。请检查地址，确认调度器已经启动。"
REFUSED = "有工作机与本机不一致，做出的表会不同，没有开始。请先统一："
DIFFERENT = (
    "formgen 版本是 {there}，本机是 {here}。",
    "计分与审核规则（{there}）与本机（{here}）不同，请装同一版本。",
    "表样文件（{there}）与本机（{here}）不同，请把同一份表样文件夹放到工作机。",
)
NO_PROFILE = "没有这个表样"
