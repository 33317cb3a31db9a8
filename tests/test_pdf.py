"""The report as PDF: printed by an installed Chromium, without a clock in it."""

import shutil
import time

import pytest

from analysis.report import pdf
from analysis.schema import DataError

PAGE = "<!DOCTYPE html><title>A report</title><p>Café, 客户"


def test_without_a_browser_the_error_says_what_to_do(monkeypatch):
    monkeypatch.setattr(pdf, "BROWSERS", ("no-such-browser",))
    with pytest.raises(DataError, match=r"--pdf needs an installed Chromium .* leave --pdf out"):
        pdf.find_browser()


@pytest.mark.skipif(not any(map(shutil.which, pdf.BROWSERS)), reason="no Chromium is installed")
def test_the_same_page_gives_the_same_bytes_at_another_time(tmp_path):
    page = tmp_path / "report.html"
    page.write_text(PAGE, encoding="utf-8")
    pdf.print_pdf(page, tmp_path / "first.pdf")
    time.sleep(1.1)
    pdf.print_pdf(page, tmp_path / "second.pdf")
    first = (tmp_path / "first.pdf").read_bytes()
    assert first.startswith(b"%PDF")
    assert first == (tmp_path / "second.pdf").read_bytes()
