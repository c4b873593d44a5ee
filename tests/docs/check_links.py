#!/usr/bin/env python3
"""Does every relative link in the Markdown pages, and every docs/...md#anchor named in code, exist?

An anchor is a heading as GitHub spells it, or <a id="..."></a>. Every page below docs/ must be reached by
a link from README.md, CONTRIBUTING.md or another page.
"""
import re
import sys
from functools import cache
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
problems = []


def slug(heading):
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", text.replace("`", "")).replace(" ", "-")


def without_code(text):
    text = re.sub(r"^```.*?^```", lambda block: "\n" * block.group().count("\n"), text,
                  flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`", "", text)


@cache
def anchors(page):
    text = page.read_text()
    found, seen = set(re.findall(r'<a (?:id|name)="([^"]+)"', text)), {}
    fenced = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    for heading in re.findall(r"^#{1,6} +(.+?) *#*$", fenced, flags=re.MULTILINE):
        name = slug(heading)
        seen[name] = seen.get(name, -1) + 1
        found.add(f"{name}-{seen[name]}" if seen[name] else name)
    return found


def look(source, line, base, target):
    """Notes a problem unless `target` (path#anchor) exists; returns the page it leads to."""
    path, _, anchor = target.partition("#")
    page = (base / path).resolve() if path else source
    where = f"{source.relative_to(REPO)}:{line}: "
    if not page.exists():
        problems.append(f"{where}{target} does not exist")
    elif anchor and page.suffix == ".md" and anchor not in anchors(page):
        problems.append(f"{where}{page.relative_to(REPO)} has no anchor #{anchor}")
    return page


pages = [p for p in [REPO / "README.md", REPO / "CONTRIBUTING.md"] if p.exists()]
pages += sorted(p for folder in ["docs", "economies", "scenarios"] for p in (REPO / folder).rglob("*.md"))
reached = set(pages[:2])
for page in pages:
    for number, line in enumerate(without_code(page.read_text()).splitlines(), 1):
        for target in re.findall(r'\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)|(?:src|href)="([^"]+)"', line):
            target = target[0] or target[1]
            if not re.match(r"[a-z]+:", target):
                reached.add(look(page, number, page.parent, target))

for page in pages:
    folder = page.relative_to(REPO).parts[0]
    if folder == "docs" and page not in reached and page.parent not in reached:
        problems.append(f"{page.relative_to(REPO)}: no other page links to it")

sources = [f for folder in ["lib", "apps", "tests"] for f in sorted((REPO / folder).rglob("*"))
           if f.suffix in {".hpp", ".cpp"}]
named = 0
for source in sources:
    for number, line in enumerate(source.read_text().splitlines(), 1):
        for target in re.findall(r"\bdocs/[\w/.-]+\.md(?:#[\w-]+)?", line):
            named += 1
            look(source, number, REPO, target)

for problem in problems:
    print(problem)
print(f"{len(pages)} pages, {named} places in code that name a page, {len(problems)} broken links")
sys.exit(bool(problems))
