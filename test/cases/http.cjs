// http.cjs PORT DIR : serves DIR; /redir/X -> 302 /X ; /gz/X gzip ; /slow/X after 3s ; /404 ; /html ; POST to /ocsp/NAME gives file NAME ; GET /ocsp/NAME/... too
const http=require('http'),fs=require('fs'),zlib=require('zlib');const [port,dir]=process.argv.slice(2);
http.createServer((q,r)=>{let u=decodeURIComponent(q.url.split('?')[0]);console.log(q.method,q.url.slice(0,80));
 const send=(n,h={})=>{try{const b=fs.readFileSync(dir+'/'+n);r.writeHead(200,h);r.end(b)}catch{r.writeHead(404);r.end('no')}};
 let m;
 if(m=/^\/redir\/(.*)/.exec(u)){r.writeHead(302,{location:'/'+m[1]});return r.end()}
 if(m=/^\/gz\/(.*)/.exec(u)){r.writeHead(200,{'content-encoding':'gzip'});return r.end(zlib.gzipSync(fs.readFileSync(dir+'/'+m[1])))}
 if(m=/^\/slow\/(.*)/.exec(u))return setTimeout(()=>send(m[1]),3000);
 if(m=/^\/html/.exec(u)){r.writeHead(200,{'content-type':'text/html'});return r.end('<html>captive portal</html>')}
 if(m=/^\/ocsp\/([^/]+)/.exec(u)){q.on('data',()=>{});return q.on('end',()=>send(m[1],{'content-type':'application/ocsp-response'}))}
 if(m=/^\/ocsppost\/([^/]+)/.exec(u)){if(q.method!=='POST'){r.writeHead(405);return r.end()}q.on('data',()=>{});return q.on('end',()=>send(m[1]))}
 send(u.slice(1));
}).listen(+port,'127.0.0.1');setTimeout(()=>process.exit(0),150000);
