"""Which level a department's name tells."""

from __future__ import annotations

import pytest

from formgen.checks.places import Level, level_of


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("衡阳市市场监督管理局", Level.CITY),
        ("衡阳市城市管理和综合执法局", Level.CITY),
        ("湖南省财政厅", Level.PROVINCE),
        ("湖南省衡阳市财政局", Level.CITY),
        ("广西壮族自治区教育厅", Level.PROVINCE),
        ("湘西土家族苗族自治州林业局", Level.CITY),
        ("北京市教育委员会", Level.PROVINCE),
        ("北京市海淀区教育委员会", Level.DISTRICT),
        ("长沙市岳麓区教育局", Level.DISTRICT),
        ("衡东县市场监督管理局", Level.COUNTY),
        ("衡阳市衡东县市场监督管理局", Level.COUNTY),
        ("衡东县石湾镇人民政府", Level.TOWN),
        ("湖南省市场监督管理局", Level.PROVINCE),
        ("市场监督管理局", None),
        ("城市管理局", None),
        ("示例市示例局", Level.CITY),
        ("衡阳市蒸湘区红湘街道办事处", Level.TOWN),
        ("衡阳市园区建设服务中心", Level.CITY),
        ("衡阳市社区服务中心", Level.CITY),
        ("衡阳市县域经济发展中心", Level.CITY),
        ("衡阳市乡村振兴局", Level.CITY),
        ("衡东县乡镇企业局", Level.COUNTY),
        ("衡东县乡村振兴局", Level.COUNTY),
        ("衡阳市民政局", Level.CITY),
        ("衡阳市政府办公室", Level.CITY),
        ("市民政局", Level.CITY),
        ("市民服务中心", None),
        ("盐城市教育局", Level.CITY),
        ("农贸市场服务中心", None),
    ],
)
def test_level_of(name: str, level: Level | None) -> None:
    assert level_of(name) is level
