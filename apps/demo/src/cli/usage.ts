/** The text of `--help`. It also follows the message about wrong arguments. */
export const usage: string = `Usage: linkcheck [url or file ...] [options]
       tour [name]

Checks every link of the site at <url>, or of the files: HTML, Markdown, CSS, and - for
standard input. Without any it serves a bundled site full of planted faults and checks that.

  --depth n         follow links at most n clicks from the start (default: no limit)
  --concurrency n   workers taking addresses from the queue      (default: 32)
  --per-host n      requests to one host at the same time        (default: 8)
  --timeout ms      longest wait for one answer                  (default: 10000, bundled site 4000)
  --retries n       further tries after a failure                (default: 2)
  --rate n          requests a second to one host                (default: no limit)
  --include regex   check only addresses that match; may be repeated
  --exclude regex   leave out addresses that match; may be repeated
  --max-pages n     ask for at most n addresses of the site      (default: no limit)
  --accept list     statuses that are no fault, such as 403,500-599
  --header h        send "Name: value" to the site; may be repeated
  --user-agent t    what to call itself
  --insecure        take any certificate
  --ignore-robots   do not read robots.txt and sitemaps
  --cache file      do not ask other sites again for what answered well before
  --cache-age h     for how long, in hours                       (default: 24)
  --state file      go on from there; save there on Ctrl-C, and now and then
  --state-every s   how often, in seconds                        (default: 30)
  --redis address   make the requests in many processes, through this Redis
  --workers n       how many processes                           (default: 4)
  --config file     options from a JSON file; the command line has the last word
  --serve port      serve the bundled site, and check nothing    (0: any free port)
  --listen port     send events as JSON lines to any TCP client  (0: any free port)
  --report file     write an HTML page with a waterfall of the requests
  --junit file      write a JUnit report for CI
  --console         open a page that shows the tasks at work, and print its address
  --json            print the report as JSON
  --help            print this

Exit code: 0 nothing is broken (or just the planted faults), 1 links are broken,
2 wrong arguments, 130 interrupted, 143 terminated (the partial report is printed).
`
