// serve.cjs PORT DIR [OPTS JSON]  - node tls server. Own work. Ends by itself after `life` seconds (default 120).
const tls=require('tls'),fs=require('fs');
const [port,dir,o='{}']=process.argv.slice(2); const opts=JSON.parse(o);
const load=(d)=>({cert:fs.readFileSync(d+'/chain.pem'),key:fs.readFileSync(d+'/key.pem')});
const base=dir==='-'?{}:load(dir);
const so={...base,minVersion:'TLSv1',...opts.tls};
if(opts.sni){const ctx={};for(const [n,d] of Object.entries(opts.sni))ctx[n]=tls.createSecureContext({...load(d)});so.SNICallback=(n,cb)=>ctx[n]?cb(null,ctx[n]):(opts.reject?cb(new Error('no')):cb(null,undefined));}
if(opts.logSni){const old=so.SNICallback;so.SNICallback=(n,cb)=>{console.log('SNI '+n);old?old(n,cb):cb(null,undefined);};}
const s=tls.createServer(so,c=>{c.on('error',()=>{});c.end();});
s.on('tlsClientError',(e,so)=>{if(opts.verbose)console.log('err',e.code,e.message);});
s.on('error',e=>{console.error(e.message);process.exit(1)});
s.listen(+port,opts.host||'127.0.0.1',()=>console.log('up'));
setTimeout(()=>process.exit(0),(opts.life||120)*1000).unref?.();
setTimeout(()=>process.exit(0),(opts.life||120)*1000);
