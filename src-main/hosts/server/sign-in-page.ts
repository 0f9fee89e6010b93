import { createHash } from 'node:crypto'

const STYLE = `body{max-width:34rem;margin:18vh auto 0;padding:0 1rem;font:15px/1.5 system-ui,sans-serif;color:#24221e;background:#f6f3ec}
h1{font-size:19px;margin:0 0 .5rem}p{margin:0 0 .75rem}form{display:flex;gap:.5rem;margin-top:1rem}
input{flex:1;padding:.4rem .6rem;font:inherit}button{padding:.4rem 1rem;font:inherit}code{font-family:ui-monospace,monospace}
@media(prefers-color-scheme:dark){body{color:#f0ebe1;background:#171614}}`

/** What the page needs beside the policy of all others. */
export const SIGN_IN_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`

/** For a page that the host does not know: the way in, in both languages, since nothing of a person's choices may be told yet. */
export const SIGN_IN_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Atelier</title><style>${STYLE}</style>
<h1>Atelier</h1>
<p>Open the address that <code>atelier serve</code> printed, or paste it here. It works once; start <code>atelier serve</code> again for a new one.</p>
<p lang="zh-CN">请打开 <code>atelier serve</code> 显示的地址，或将其粘贴到此处。每个地址只能使用一次；再次运行 <code>atelier serve</code> 可得到新地址。</p>
<form action="/" method="get"><input name="token" aria-label="Address / 地址" autocomplete="off" autofocus required><button>Open / 打开</button></form>
</html>`
