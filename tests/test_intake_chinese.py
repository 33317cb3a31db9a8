"""A Chinese client: encodings, column names, signs, dates and money are read, and names appear in figures."""

from __future__ import annotations

import datetime as dt
import io
import re

import openpyxl
import pytest
from matplotlib import font_manager

from analysis.client.client import read_client
from analysis.display import style
from analysis.intake import propose_client, read_transactions
from analysis.report.fonts import missing_font
from tests.strategies import amounts, codes, days, ids, message, refusal, take

pytestmark = pytest.mark.usefixtures("only_read")

COLUMNS = {"customer_id": "客户编号", "date": "订单日期", "amount": "金额"}
HEAD = "客户编号,客户名称,订单日期,金额\n"
ROWS = "北京华联001,北京华联,2023年5月1日,1234.50\n客户０１２３,上海家化,2023年12月31日,88.00\n"


@pytest.mark.parametrize("codec", ["gb18030", "gbk", "utf-8", "utf-8-sig", "utf-16"])
def test_headers_and_names_are_read_in_every_encoding_of_mainland_china(tmp_path, codec):
    take(tmp_path, (HEAD + ROWS).encode(codec), columns=COLUMNS)
    assert ids(tmp_path) == ["北京华联001", "客户0123"]
    assert days(tmp_path) == ["2023-05-01", "2023-12-31"]
    assert amounts(tmp_path) == [1234.5, 88.0]


def test_headers_and_names_of_taiwan_are_read_in_big5(tmp_path):
    columns = {"customer_id": "客戶編號", "date": "訂單日期", "amount": "金額"}
    content = "客戶編號,訂單日期,金額\n臺北統一001,2023/5/1,1234\n高雄興業002,2023/12/31,88\n"
    take(tmp_path, content.encode("big5"), columns=columns)
    assert ids(tmp_path) == ["臺北統一001", "高雄興業002"]


def one(day: str = "2023-5-1", amount: str = "88.00") -> str:
    """Return two rows, of which the first has this day and amount."""
    return f"{HEAD}客户1,甲,{day},{amount}\n客户2,乙,{day},{amount}\n"


@pytest.mark.parametrize(
    "day",
    [
        "2023-5-1",
        "2023/5/1",
        "2023.5.1",
        "20230501",
        "2023年5月1日",
        "2023年05月01日",
        "2023年5月1号",
        "２０２３年５月１日",
        "2023年5月1日 星期一",
        "2023-05-01 周一",
        "2023年5月1日 下午3:20",
        "2023-05-01 23:59:59",
        "1120501",
        "112/05/01",
    ],
)
def test_days_are_read_as_they_are_written_in_china(tmp_path, day):
    take(tmp_path, one(day=day), columns=COLUMNS)
    assert days(tmp_path) == ["2023-05-01", "2023-05-01"]


@pytest.mark.parametrize("day", ["2023年05月", "2023-05", "5月1日", "民國112年", "二〇二三年五月一日"])
def test_what_names_no_day_of_our_calendar_is_refused(tmp_path, day):
    assert re.search(r"no day|should hold dates", refusal(tmp_path, one(day=day), columns=COLUMNS))


@pytest.mark.parametrize(
    "amount",
    [
        "1234.50元",
        "1234.50 元",
        "¥1234.50",
        "￥1234.50",
        "RMB 1234.50",
        "人民币1234.50",
        "CNY1234.50",
        "１２３４．５０",
    ],
)
def test_money_is_read_as_it_is_written_in_china(tmp_path, amount):
    take(tmp_path, one(amount=amount), columns=COLUMNS, currency="CNY")
    assert amounts(tmp_path) == [1234.5, 1234.5]


@pytest.mark.parametrize("amount", ["1.2万", "1.2万元", "3千", "壹佰元", "1.2亿", "约100"])
def test_money_in_words_is_refused_and_never_read_as_another_number(tmp_path, amount):
    assert "should hold numbers" in refusal(tmp_path, one(amount=amount), columns=COLUMNS, currency="CNY")


def test_the_sheets_of_a_workbook_are_proposed_as_sources_and_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["2022年与2023年订单汇总"])
    for year in (2022, 2023):
        sheet = book.create_sheet(f"{year}年订单")
        for row in (
            ["华东销售明细"],
            ["客户编号", "客户名称", "订单日期", "金额"],
            ["客户０１２３", "北京华联", dt.datetime(year, 5, 1), 100],
            ["客户0123", "北京华联", dt.datetime(year, 6, 1), 50.5],
        ):
            sheet.append(row)
    book.save(tmp_path / "订单.xlsx")
    proposed = propose_client("华东客户", [tmp_path / "订单.xlsx"])
    assert "TODO" not in proposed
    (tmp_path / "client.yml").write_text(proposed.replace("# currency: EUR", "currency: CNY #"), encoding="utf-8")
    intake = read_transactions(read_client(tmp_path), tmp_path / "out.parquet")
    assert (intake.facts["rows"], intake.facts["customers"], intake.facts["total"]) == (4, 1, 301.0)
    assert [part["sheet"] for part in intake.inputs] == ["2022年订单", "2023年订单", "2022年订单"]  # the last for names


def test_placeholders_and_totals_in_chinese_are_nobody(tmp_path):
    intake = take(tmp_path, HEAD + ROWS + "散客,,2023年5月3日,7.00\n合计,,,1329.50\n", columns=COLUMNS)
    assert {entry["reason"] for entry in intake.ledger} == {"placeholder_customer_id", "total_row"}


def test_full_width_ids_are_said_to_be_cleaned(tmp_path):
    intake = take(tmp_path, HEAD + ROWS, columns=COLUMNS)
    assert "id_invisible" in codes(intake)
    assert "full-width" in message(intake, "id_invisible")


@pytest.fixture
def installed(monkeypatch):
    """Let only these fonts be installed."""

    def only(*families: str) -> None:
        style._families.cache_clear()
        monkeypatch.setattr(font_manager.fontManager, "get_font_names", lambda: list(families))

    yield only
    style._families.cache_clear()


def test_the_first_installed_font_with_chinese_signs_is_used(installed):
    installed("DejaVu Sans", "SimHei", "Microsoft YaHei")
    assert style.cjk_font() == "Microsoft YaHei"
    assert "Microsoft YaHei" in style.REPORT["font.family"]


def test_a_missing_font_is_said_only_where_a_name_needs_it(installed):
    installed("DejaVu Sans")
    assert style.cjk_font() is None
    assert missing_font(["Nord", "Müller"], cjk=False) is None
    assert "Install Noto Sans CJK" in missing_font(["Nord", "北京华联"], cjk=False)


def test_chinese_names_are_drawn_as_signs_and_not_as_boxes():
    if style.cjk_font() is None:
        pytest.skip("no font with Chinese signs is installed")
    import matplotlib.pyplot as plt

    def drawn(text: str) -> str:
        with plt.rc_context(style.REPORT):
            figure = plt.figure()
            figure.text(0, 0, text)
            stream = io.StringIO()
            figure.savefig(stream, format="svg", metadata={"Date": None})
            plt.close(figure)
        return stream.getvalue()

    outlines = re.findall(r'<path id="[^"]*"[^>]*d="([^"]*)"', drawn("北京华联"))
    assert len(outlines) == 4 == len(set(outlines))
