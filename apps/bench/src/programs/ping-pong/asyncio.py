import asyncio


async def play(balls, me, times):
    loop = asyncio.get_running_loop()
    total = 0
    for _ in range(times):
        total += await balls[me]
        balls[me] = loop.create_future()
        balls[1 - me].set_result(1)
    return total


async def program(n, _option):
    loop = asyncio.get_running_loop()
    balls = [loop.create_future(), loop.create_future()]
    balls[0].set_result(1)
    return sum(await asyncio.gather(play(balls, 0, n // 2), play(balls, 1, n // 2)))
