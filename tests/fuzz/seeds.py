#!/usr/bin/env python3
"""seeds.py FILE... OUT: queries, one file each, to start a fuzzer from.

Files are TCK scenarios (.jsonl) and Markdown pages (.md) with blocks of a query a line.
"""
import hashlib
import json
import os
import sys



def queries(name):
    with open(name, encoding="utf-8") as lines:
        if name.endswith(".jsonl"):
            for line in lines:
                for step in json.loads(line)["steps"]:
                    yield step.get("doc", "")
            return
        inside = False
        for line in lines:
            if line.startswith("```"):
                inside = line.strip() in ("```query", "```wrong")
            elif inside:
                yield line.split("  // ")[0].strip()


files, out = sys.argv[1:-1], sys.argv[-1]
os.makedirs(out, exist_ok=True)
for name in files:
    for query in filter(None, queries(name)):
        data = query.encode("utf-8")
        with open(os.path.join(out, hashlib.sha256(data).hexdigest()[:16]), "wb") as seed:
            seed.write(data)
