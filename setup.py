"""What pyproject.toml cannot say: a wheel carries the chapters and the demo's client file inside the package."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

CARRIED = [*sorted(Path("notebooks").glob("*.ipynb")), Path("data/cdnow/client.yml")]


class WithChapters(build_py):
    """Copies them to ``analysis/shipped``, where `analysis.places` looks first; a checkout has them in their places."""

    def run(self) -> None:
        """Build, then copy."""
        super().run()
        if self.editable_mode:
            return
        for file in CARRIED:
            target = Path(self.build_lib, "analysis", "shipped", file)
            self.mkpath(str(target.parent))
            self.copy_file(str(file), str(target), preserve_mode=False)


setup(cmdclass={"build_py": WithChapters})
