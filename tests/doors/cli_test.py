"""The command line: exit codes, which stream says what, and what errors look like.

Run by ctest, or alone:  DOMAR_PROGRAM=build/dev/apps/cli/domar python3 tests/doors/cli_test.py
"""
import json
import os
import re
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("DOMAR_PROGRAM", REPO / "build/release/apps/cli/domar")).resolve()

OK, INTERNAL, USAGE, BAD_INPUT, NOT_CONVERGED, INFEASIBLE, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130
VERBS = ["run", "check", "show", "import"]


class Cli(unittest.TestCase):
    """Each test has a folder of its own, which is the working directory of the program."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="domar-cli-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def domar(self, *arguments, timeout=120):
        """Runs the program; the result has returncode, stdout and stderr."""
        environment = {"DOMAR_HOME": str(REPO), **os.environ}
        return subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder, env=environment,
                              capture_output=True, text=True, timeout=timeout, check=False)

    def assert_fails(self, result, code, *words):
        """It failed with this code, said these words on stderr, and left stdout to data."""
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(result.stdout, "")
        for word in words:
            self.assertIn(word, result.stderr)


class Basics(Cli):
    def test_version_is_that_of_the_project(self):
        result = self.domar("--version")
        self.assertEqual(result.returncode, OK, result.stderr)
        project = re.search(r"project\(domar VERSION ([\d.]+)", (REPO / "CMakeLists.txt").read_text())
        self.assertIn(project.group(1), result.stdout)

    def test_help_names_every_verb(self):
        result = self.domar("--help")
        self.assertEqual(result.returncode, OK, result.stderr)
        for verb in VERBS:
            self.assertRegex(result.stdout, rf"\b{verb}\b")

    def test_every_verb_has_help(self):
        for verb in VERBS:
            with self.subTest(verb=verb):
                result = self.domar(verb, "--help")
                self.assertEqual(result.returncode, OK, result.stderr)
                self.assertIn("--json", result.stdout)

    def test_help_comes_at_once(self):
        def seconds():
            start = time.perf_counter()
            self.domar("--help")
            return time.perf_counter() - start
        # The aim is 20 ms; 0.2 s also holds on a busy machine and still catches work at start-up.
        self.assertLess(min(seconds() for _ in range(5)), 0.2)


class Usage(Cli):
    def test_unknown_verb(self):
        self.assert_fails(self.domar("rnu"), USAGE, "rnu")

    def test_unknown_option(self):
        self.assert_fails(self.domar("--no-such-option"), USAGE, "--no-such-option")

    def test_run_without_a_scenario(self):
        self.assert_fails(self.domar("run"), USAGE)


class BadInput(Cli):
    def test_missing_scenario(self):
        self.assert_fails(self.domar("run", "no-such-file.toml"), BAD_INPUT, "no-such-file.toml")
        self.assertEqual(list(self.folder.iterdir()), [], "a failed run leaves nothing behind")

    def test_missing_economy(self):
        self.assert_fails(self.domar("check", "no-such-economy"), BAD_INPUT, "no-such-economy")
        self.assert_fails(self.domar("show", "no-such-economy"), BAD_INPUT, "no-such-economy")

    def test_missing_table_to_import(self):
        result = self.domar("import", "nbs", "no-such-table.csv", "-o", "economy.nc")
        self.assert_fails(result, BAD_INPUT, "no-such-table.csv")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_json_errors_keep_stdout_machine_readable(self):
        result = self.domar("run", "no-such-file.toml", "--json")
        self.assertEqual(result.returncode, BAD_INPUT, result.stderr)
        self.assertIn("no-such-file.toml", result.stderr)
        if result.stdout:
            json.loads(result.stdout)


if __name__ == "__main__":
    unittest.main()
