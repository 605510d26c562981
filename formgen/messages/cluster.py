"""Sentences about a Dask cluster."""

NO_DASK = "没有安装 Dask。请运行 pip install 'formgen[cluster]'。"
NO_SCHEDULER = "连不上调度器 {address}。请检查地址，确认调度器已经启动、防火墙放行。"
BAD_ADDRESS = "调度器地址 {address} 不对。应写成 tcp://主机:8786，加密的写成 tls://主机:8786。"
NO_CERTIFICATES = (
    "连 {address} 要用证书，本机没有配好。请按 docs/运维.md“加密和危险”一节，"
    "给 Dask 配好 CA、证书和私钥（distributed.comm.tls）。"
)
NOBODY = "{seconds:g} 秒内没有一台可用的工作机，没有开始。请在工作机上运行 dask worker {address}，再运行同一条命令。"
ALL_LOST = (
    "工作机全部断开，{seconds:g} 秒内没有一台回来，已停下。"
    "做完的都在结果文件夹里；工作机恢复后再运行同一条命令，只做剩下的。"
)
SCHEDULER_LOST = (
    "调度器 {address} 断开，{seconds:g} 秒内没有恢复，已停下。"
    "做完的都在结果文件夹里；调度器恢复后再运行同一条命令，只做剩下的。"
)
REFUSED = "没有一台工作机与本机一致，做出的表会不同，没有开始。请先统一："
ONE_REFUSED = "工作机 {worker} 与本机不一致，没有派活：{why}"
NO_FORMGEN = "没有装 formgen，或装的是别的版本（本机是 {here}）。"
NOT_STARTED = "formgen 在那里启动不了，请看工作机的日志。"
DIFFERENT = {
    "formgen": "formgen 版本是 {there}，本机是 {here}。",
    "python": "Python 版本是 {there}，本机是 {here}。",
    "rules": "计分与审核规则（{there}）与本机（{here}）不同，请装同一版本。",
    "templates": "随程序的表样文件（{there}）与本机（{here}）不同，请装同一版本。",
    "fonts": "字体（{there}）与本机（{here}）不同，请装同样的字体。",
}
DIFFERENT_LIBRARY = "程序库 {name} 是 {there}，本机是 {here}，请装同一版本。"
NONE = "没有"
JOIN = " "
TOO_OFTEN = "派给了 {count} 台工作机，每次工作机都断开，已放弃这一份，其余继续。请在本机单独做这一份。"
