# A group of errors splits into those that match and those that do not
# row: 2.2 exceptions, 2.2 TaskGroup enter/exit

from harness import Boom, trace


async def main():
    group = ExceptionGroup('all', [Boom('a'), ValueError('b'), ExceptionGroup('inner', [Boom('c'), TypeError('d')])])
    matching, rest = group.split(Boom)
    trace(matching)
    trace(rest)
    trace(group.split(TimeoutError))
    trace(group.subgroup(ValueError))
    trace(group.subgroup((ValueError, TypeError)))
    trace(group.subgroup(lambda error: str(error) == 'c'))
    trace(group.split(ExceptionGroup)[0] is group)
