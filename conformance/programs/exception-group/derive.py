# A kind of group of one's own stays that kind when it is split
# row: 2.2 exceptions

from harness import Boom, attempt, trace


class Mine(ExceptionGroup):
    def derive(self, errors):
        return Mine(self.message + ' derived', errors)


async def main():
    group = Mine('mine', [Boom('a'), ValueError('b')])
    matching, rest = group.split(Boom)
    trace(isinstance(matching, Mine), matching.message, len(matching.exceptions))
    trace(isinstance(rest, Mine), rest.message, len(rest.exceptions))
    attempt('empty', lambda: ExceptionGroup('none', []))
