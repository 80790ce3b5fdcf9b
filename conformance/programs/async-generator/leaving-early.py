# Leaving the iteration before the end
# row: 1.23
# differs: In asyncio the generator stays open until it is collected or the loop shuts down; asyncFor closes it, finally blocks and all, before it goes on

from harness import trace


async def resource():
    try:
        for number in range(5):
            yield number
    finally:
        trace('closed')


async def main():
    items = resource()
    async for item in items:
        trace('item', item)
        if item == 1:
            break
    trace('left')
    await items.aclose()
