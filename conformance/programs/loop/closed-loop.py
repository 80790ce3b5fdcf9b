# A closed loop takes nothing any more; closing twice is fine
# row: 2.1 close, 2.1 is_running/is_closed

from harness import attempt, trace


async def work():
    trace('never')


def main(loop):
    loop.call_soon(trace, 'dropped')
    loop.close()
    loop.close()
    trace(loop.is_closed(), loop.is_running())
    attempt('callSoon', lambda: loop.call_soon(trace, 'never'))
    attempt('callLater', lambda: loop.call_later(1, trace, 'never'))
    attempt('callAt', lambda: loop.call_at(1, trace, 'never'))
    attempt('callSoonThreadsafe', lambda: loop.call_soon_threadsafe(trace, 'never'))
    coro = work()
    attempt('createTask', lambda: loop.create_task(coro))
    coro.close()
    attempt('runForever', lambda: loop.run_forever())
