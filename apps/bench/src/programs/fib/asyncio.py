async def fib(n):
    return n if n < 2 else await fib(n - 1) + await fib(n - 2)


async def program(n, _option):
    return await fib(n)
