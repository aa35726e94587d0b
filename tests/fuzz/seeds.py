#!/usr/bin/env python3
"""seeds.py FILE.jsonl... OUT: the queries of TCK scenarios, one file each, to start a fuzzer from."""
import hashlib
import json
import os
import sys

files, out = sys.argv[1:-1], sys.argv[-1]
os.makedirs(out, exist_ok=True)
for name in files:
    with open(name, encoding="utf-8") as lines:
        for line in lines:
            for step in json.loads(line)["steps"]:
                query = step.get("doc", "").encode("utf-8")
                if query:
                    path = os.path.join(out, hashlib.sha256(query).hexdigest()[:16])
                    with open(path, "wb") as seed:
                        seed.write(query)
