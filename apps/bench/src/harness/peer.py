# As peer.ts, for asyncio: a line of JSON with a request comes in, a line with the answer goes out. A tenth of the work,
# except where a unit is not one of n.

import asyncio
import importlib.util
import json
import resource
import statistics
import sys
import time

SHARE = 0.1


def processor_time():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return (usage.ru_utime + usage.ru_stime) * 1000


def load(path):
    spec = importlib.util.spec_from_file_location("program", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.program


def answer(request):
    program = load(request["path"])
    multiple, option = request["multiple"], request["option"]
    n = request["n"]
    if request["divisible"]:
        n = max(multiple, round(n * SHARE / multiple) * multiple)
    walls, cpus = [], []
    for _ in range(request["samples"] + (1 if request["warmUp"] else 0)):
        wall, cpu = time.perf_counter(), processor_time()
        value = asyncio.run(program(n, option))
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append(processor_time() - cpu)
    samples = request["samples"]
    return {
        "n": n,
        "value": value,
        "wall": statistics.median(walls[-samples:]),
        "cpu": statistics.median(cpus[-samples:]),
        "bytes": 0,
    }


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
