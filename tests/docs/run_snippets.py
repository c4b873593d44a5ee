#!/usr/bin/env python3
"""Runs a page's code blocks as a reader would:  run_snippets.py [--first] PAGE.md

  ```sh run             is executed by bash, line by line; the first failing command fails the page
  ```toml file=my.toml  (any language) is written to that file first, so that later commands can use it

All blocks of a page share one scratch folder that looks like the checkout (links to everything but
build and results), so that results/ is written there and `./domar` is the program of the checkout.
--first runs only the first command of the first "sh run" block. Without "sh run" blocks: exit 1.
"""
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w+) +(run|file=\S+)[^\n]*\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)


def scratch_checkout(folder):
    for entry in REPO.iterdir():
        if entry.name not in {"build", "results", ".git"}:
            (folder / entry.name).symlink_to(entry)


def run(text, folder):
    """Executes one block, with its commands echoed; returns the exit code."""
    start = time.perf_counter()
    path = f"{folder}:{os.environ['PATH']}"
    result = subprocess.run(["bash", "-euo", "pipefail", "-v", "-c", text], cwd=folder, check=False,
                            stdin=subprocess.DEVNULL, env={**os.environ, "PATH": path})
    print(f"exit {result.returncode} after {time.perf_counter() - start:.2f} s: "
          f"{text.strip().splitlines()[0]}", flush=True)
    return result.returncode


def first_command(text):
    return next(line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))


def main(arguments):
    first = "--first" in arguments
    page = Path(next(a for a in arguments if a != "--first"))
    blocks = BLOCK.findall(page.read_text())
    if not any(what == "run" for _, what, _ in blocks):
        print(f'{page} has no block to run (```sh run)')
        return 1
    with tempfile.TemporaryDirectory(prefix="domar-docs-") as name:
        folder = Path(name)
        scratch_checkout(folder)
        for _, what, text in blocks:
            if what != "run":
                file = folder / what.removeprefix("file=")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
            elif (status := run(first_command(text) if first else text, folder)) or first:
                return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
