# Waiting and notifying need the lock
# row: 2.3 Condition

import asyncio

from harness import attempt, outcome


async def main():
    condition = asyncio.Condition()
    await outcome('wait', condition.wait())
    attempt('notify', condition.notify)
    attempt('notifyAll', condition.notify_all)
    attempt('release', condition.release)
