// The style and script of the graph page (graph_page.cc). The page's policy allows exactly these
// bytes. Layout: springs along edges, repulsion among neighbours in a grid, a pull to the middle;
// cost of a step is linear in nodes and edges.
#pragma once

#include <string_view>

namespace zhengmai::report {

inline constexpr std::string_view kGraphPageStyle = R"css(
*{box-sizing:border-box}
body{margin:0;overflow:hidden;color:#1d2733;font:14px/1.5 "Noto Sans CJK SC","Source Han Sans SC",
"PingFang SC","Microsoft YaHei","WenQuanYi Micro Hei",sans-serif}
header{position:fixed;z-index:2;left:0;right:0;top:0;padding:.4rem .8rem;background:#fffffff0;
border-bottom:1px solid #d8dde3;display:flex;flex-wrap:wrap;gap:.3rem 1rem;align-items:center}
h1{font-size:1.05rem;margin:0}h2{font-size:1rem;margin:0 0 .2rem}
input[type=search]{font:inherit;padding:.15rem .5rem;width:14rem;border:1px solid #b9c2cc;border-radius:4px}
#types,#groups{display:flex;flex-wrap:wrap;gap:.1rem .7rem;max-height:4.6em;overflow:auto}
label{white-space:nowrap;font-size:.88em}.dot{display:inline-block;width:.8em;height:.8em;
border-radius:50%;margin-right:.25em;border:1px solid #5b6875}
#dropped{position:fixed;z-index:2;bottom:0;left:.8rem;color:#8a4b00;margin:.2rem 0}
canvas{display:block;width:100vw;height:100vh;cursor:grab}
#card{position:fixed;z-index:2;right:.8rem;bottom:.8rem;width:26rem;max-width:90vw;max-height:55vh;
overflow:auto;background:#fffffff5;border:1px solid #b9c2cc;border-radius:6px;padding:.7rem .9rem}
#card .id{color:#5b6875;font-size:.85em;margin:0}#card .text{white-space:pre-line;margin:.4rem 0}
#card ul{margin:.3rem 0;padding-left:1.1rem;font-size:.9em}
)css";

inline constexpr std::string_view kGraphPageScript = R"js(
'use strict';
const data=JSON.parse(document.getElementById('data').textContent);
const canvas=document.getElementById('graph'),pen=canvas.getContext('2d');
const nodes=data.nodes.map((n,i)=>{
  const angle=i*2.399963229728653,radius=12*Math.sqrt(i+1);   // a sunflower's spiral
  return {...n,x:radius*Math.cos(angle),y:radius*Math.sin(angle),vx:0,vy:0,r:4*n.s,edges:[]};
});
const edges=data.edges.map(([a,b,t,w,e])=>({a:nodes[a],b:nodes[b],t,w,e}));
for(const e of edges){e.a.edges.push(e);if(e.b!==e.a)e.b.edges.push(e);}
const hiddenTypes=new Set(),hiddenGroups=new Set();
let words=[],hover=null,pinned=null,heat=1,view={x:0,y:0,k:1},touched=false;
const visible=n=>!hiddenGroups.has(n.g);
const shows=e=>!hiddenTypes.has(e.t)&&visible(e.a)&&visible(e.b);
const matches=n=>words.length>0&&words.every(w=>(n.c+' '+n.i+' '+n.t).toLowerCase().includes(w));

function step(){
  const cell=60,grid=new Map();
  for(const n of nodes){
    if(!visible(n))continue;
    const key=Math.floor(n.x/cell)+','+Math.floor(n.y/cell);
    (grid.get(key)||grid.set(key,[]).get(key)).push(n);
  }
  for(const n of nodes){
    if(!visible(n))continue;
    const cx=Math.floor(n.x/cell),cy=Math.floor(n.y/cell);
    for(let x=cx-1;x<=cx+1;x++)for(let y=cy-1;y<=cy+1;y++){
      const near=grid.get(x+','+y);
      if(!near)continue;
      for(const m of near){
        if(m===n)continue;
        const dx=n.x-m.x,dy=n.y-m.y,d2=dx*dx+dy*dy+1,f=700*(n.s+m.s)/d2;
        n.vx+=dx*f*.05;n.vy+=dy*f*.05;
      }
    }
    n.vx-=n.x*.0015;n.vy-=n.y*.0015;
  }
  for(const e of edges){
    if(!shows(e)||e.a===e.b)continue;
    const dx=e.b.x-e.a.x,dy=e.b.y-e.a.y,d=Math.sqrt(dx*dx+dy*dy)+.1;
    const pull=(d-90)*.02/Math.sqrt(Math.min(e.a.edges.length,e.b.edges.length))/d;
    e.a.vx+=dx*pull;e.a.vy+=dy*pull;e.b.vx-=dx*pull;e.b.vy-=dy*pull;
  }
  for(const n of nodes){
    const speed=Math.hypot(n.vx,n.vy),limit=20*heat;
    if(speed>limit){n.vx*=limit/speed;n.vy*=limit/speed;}
    if(n!==pinned){n.x+=n.vx;n.y+=n.vy;}
    n.vx*=.75;n.vy*=.75;
  }
  heat*=.992;
}
function fit(){
  let x0=1e9,x1=-1e9,y0=1e9,y1=-1e9;
  for(const n of nodes)if(visible(n)){x0=Math.min(x0,n.x);x1=Math.max(x1,n.x);y0=Math.min(y0,n.y);y1=Math.max(y1,n.y);}
  if(x0>x1)return;
  view.k=Math.min(2.5,.88*Math.min(innerWidth/(x1-x0+80),(innerHeight-90)/(y1-y0+80)));
  view.x=innerWidth/2-view.k*(x0+x1)/2;view.y=(innerHeight+60)/2-view.k*(y0+y1)/2;
}
const bySize=[...nodes].sort((a,b)=>b.r-a.r);
function draw(){
  const ratio=devicePixelRatio||1;
  if(canvas.width!==innerWidth*ratio||canvas.height!==innerHeight*ratio){
    canvas.width=innerWidth*ratio;canvas.height=innerHeight*ratio;
  }
  pen.setTransform(ratio,0,0,ratio,0,0);pen.clearRect(0,0,innerWidth,innerHeight);
  pen.setTransform(ratio*view.k,0,0,ratio*view.k,ratio*view.x,ratio*view.y);
  const focus=hover||pinned,near=new Set();
  if(focus){near.add(focus);for(const e of focus.edges)if(shows(e)){near.add(e.a);near.add(e.b);}}
  for(const e of edges){
    if(!shows(e))continue;
    const lit=focus&&(e.a===focus||e.b===focus);
    pen.strokeStyle=lit?'#c2410c':focus?'#5b687520':'#5b687560';
    pen.lineWidth=e.w*.5;pen.beginPath();pen.moveTo(e.a.x,e.a.y);pen.lineTo(e.b.x,e.b.y);pen.stroke();
    if(data.directed&&view.k>.7){
      const dx=e.b.x-e.a.x,dy=e.b.y-e.a.y,d=Math.hypot(dx,dy)||1,x=e.b.x-dx/d*(e.b.r+1),y=e.b.y-dy/d*(e.b.r+1);
      pen.fillStyle=pen.strokeStyle;pen.beginPath();pen.moveTo(x,y);
      pen.lineTo(x-(dx*5-dy*2)/d,y-(dy*5+dx*2)/d);pen.lineTo(x-(dx*5+dy*2)/d,y-(dy*5-dx*2)/d);pen.fill();
    }
  }
  for(const n of nodes){
    if(!visible(n))continue;
    pen.globalAlpha=focus&&!near.has(n)?.25:1;
    pen.fillStyle=data.groups[n.g][1];pen.strokeStyle=matches(n)?'#c2410c':'#5b6875';
    pen.lineWidth=matches(n)?3:.7;
    pen.beginPath();pen.arc(n.x,n.y,n.r,0,7);pen.fill();pen.stroke();
  }
  const size=11/view.k;pen.font=size+'px sans-serif';pen.textAlign='center';pen.fillStyle='#111';
  // The largest nodes are named first; a name that would cover another waits for more room.
  const taken=[];
  for(const n of bySize){
    const wanted=near.has(n)||matches(n);
    if(!visible(n)||!(wanted||n.r*view.k>3||nodes.length<300))continue;
    const half=pen.measureText(n.c).width/2,x=n.x,y=n.y+n.r+size;
    if(!wanted&&taken.some(o=>Math.abs(o[0]-x)<o[2]+half&&Math.abs(o[1]-y)<size))continue;
    taken.push([x,y,half]);
    pen.globalAlpha=focus&&!near.has(n)?.25:1;
    pen.fillText(n.c,x,y);
  }
  pen.globalAlpha=1;
}
function frame(){
  if(heat>.02){step();if(!touched)fit();}
  draw();requestAnimationFrame(frame);
}
const at=ev=>({x:(ev.clientX-view.x)/view.k,y:(ev.clientY-view.y)/view.k});
function under(ev){
  const p=at(ev);let best=null,distance=9/view.k;
  for(const n of nodes){
    if(!visible(n))continue;
    const d=Math.hypot(n.x-p.x,n.y-p.y)-n.r;
    if(d<distance){distance=d;best=n;}
  }
  return best;
}
const card=document.getElementById('card');
function show(n){
  card.hidden=!n;
  if(!n)return;
  card.querySelector('h2').textContent=n.c;
  card.querySelector('.id').textContent=data.groups[n.g][0]+' · '+n.i;
  card.querySelector('.text').textContent=n.t;
  const list=card.querySelector('ul');list.replaceChildren();
  for(const e of n.edges.filter(shows).slice(0,40)){
    const item=document.createElement('li'),out=e.a===n;
    const arrow=data.directed?(out?'→ ':'← '):'— ';
    item.textContent=data.types[e.t]+' '+arrow+(out?e.b.c:e.a.c)+(e.e?'　'+e.e:'');
    list.append(item);
  }
}
let drag=null;
canvas.addEventListener('pointerdown',ev=>{
  canvas.setPointerCapture(ev.pointerId);touched=true;
  pinned=under(ev);drag={x:ev.clientX,y:ev.clientY};show(pinned);
});
canvas.addEventListener('pointermove',ev=>{
  if(drag){
    if(pinned){const p=at(ev);pinned.x=p.x;pinned.y=p.y;heat=Math.max(heat,.1);}
    else{view.x+=ev.clientX-drag.x;view.y+=ev.clientY-drag.y;drag={x:ev.clientX,y:ev.clientY};}
    return;
  }
  const n=under(ev);
  if(n!==hover){hover=n;show(n||pinned);}
});
canvas.addEventListener('pointerup',()=>{drag=null;});
canvas.addEventListener('wheel',ev=>{
  ev.preventDefault();touched=true;
  const f=Math.exp(-ev.deltaY*.0015);
  view.x=ev.clientX-(ev.clientX-view.x)*f;view.y=ev.clientY-(ev.clientY-view.y)*f;view.k*=f;
},{passive:false});
canvas.addEventListener('dblclick',()=>{touched=false;fit();});
document.getElementById('search').addEventListener('input',ev=>{
  words=ev.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  const hits=words.length?nodes.filter(n=>visible(n)&&matches(n)):[];
  document.getElementById('found').textContent=words.length?hits.length+' ✓':'';
  if(hits.length){pinned=hits[0];show(pinned);}else{pinned=null;show(null);}
});
function filter(place,names,set,colours){
  names.forEach(([name,count],i)=>{
    if(!count)return;
    const label=document.createElement('label'),box=document.createElement('input');
    box.type='checkbox';box.checked=true;
    box.addEventListener('change',()=>{box.checked?set.delete(i):set.add(i);heat=Math.max(heat,.5);});
    label.append(box);
    if(colours){const dot=document.createElement('span');dot.className='dot';dot.style.background=colours[i];label.append(dot);}
    label.append(name+' '+count);document.getElementById(place).append(label);
  });
}
filter('types',data.types.map((t,i)=>[t,edges.filter(e=>e.t===i).length]),hiddenTypes,null);
filter('groups',data.groups.map((g,i)=>[g[0],nodes.filter(n=>n.g===i).length]),hiddenGroups,data.groups.map(g=>g[1]));
for(let i=0;i<Math.min(60,200000/Math.max(1,nodes.length));i++)step();
fit();frame();
)js";

}  // namespace zhengmai::report
