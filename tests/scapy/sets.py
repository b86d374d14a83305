"""Random sets of packets and the packets that Scapy makes of them, in order: one line each, text and hexadecimal digits between a tab.

    python sets.py COUNT SEED
"""
import logging, random, sys

logging.getLogger("scapy").setLevel(logging.CRITICAL)
logging.disable(logging.CRITICAL)
from scapy.all import *
R = random.Random(int(sys.argv[2]))
def ip(): return "10.%d.%d.%d"%(R.randrange(3),R.randrange(3),R.randrange(256))
def num(top):
    k=R.randrange(7)
    a=R.randrange(top-20)
    if k==0: return str(a)
    if k==1: return "(%d, %d)"%(a,a+R.randrange(4))
    if k==2: return "[%s]"%", ".join(str(R.randrange(top)) for _ in range(R.randrange(1,4)))
    if k==3: return "[%d, (%d, %d)]"%(R.randrange(top),a,a+R.randrange(3))
    if k==4: return "(%d, %d, %d)"%(a,a+R.randrange(8),R.randrange(1,4))
    if k==5: return "[(%d, %d, 2), %d]"%(a,a+R.randrange(6),a)
    return str(a)
def addr():
    k=R.randrange(8)
    if k<2: return repr(ip())
    if k==2: return repr(ip()+"/%d"%R.choice([30,31,29,32]))
    if k==3: return "[%r, %r]"%(ip(),ip())
    if k==4: return "Net(%r, %r)"%("10.0.0.%d"%R.randrange(5),"10.0.0.%d"%R.randrange(5,8))
    if k==5: return "[%r, %r]"%(ip(),ip()+"/31")
    if k==6: return "Net(%r)"%(ip()+"/30")
    return "[%r, Net(%r)]"%(ip(),ip()+"/31")
def addr6():
    k=R.randrange(5)
    a="2001:db8::%x"%R.randrange(1,65535)
    if k==0: return repr(a)
    if k==1: return repr(a+"/127")
    if k==2: return "[%r, %r]"%(a,"fe80::1")
    if k==3: return "Net6(%r)"%(a+"/126")
    return "[%r, %r]"%(a+"/127","fe80::1")
def some(d): 
    ks=[k for k in d if R.random()<0.4]
    R.shuffle(ks)
    return ", ".join("%s=%s"%(k,d[k]()) for k in ks)
def layer(n):
    if n=="Ether": return "Ether(%s)"%(", ".join(['src="02:00:00:00:00:01"','dst=%s'%R.choice(['"02:00:00:00:00:02"','["02:00:00:00:00:02", "02:00:00:00:00:03"]'])]))
    if n=="Dot1Q": return "Dot1Q(%s)"%some({"vlan":lambda:num(4000),"prio":lambda:R.choice(["1","(0, 3)","[1, 5]"])})
    if n=="IP": return "IP(src=%s, dst=%s%s)"%(R.choice(['"10.9.9.9"',addr()]),addr(),(lambda s:", "+s if s else "")(some({"ttl":lambda:num(250),"id":lambda:num(60000),"tos":lambda:num(255),"flags":lambda:R.choice(['"DF"','["DF", "MF"]','0','[0, 1]','(0, 2)']),"frag":lambda:num(8000),"options":lambda:R.choice(["[IPOption_NOP()]","[IPOption_RR(routers=['1.2.3.4'])]"])})))
    if n=="IPv6": return 'IPv6(src="2001:db8::99", dst=%s%s)'%(addr6(),(lambda s:", "+s if s else "")(some({"hlim":lambda:num(250),"tc":lambda:num(255),"fl":lambda:num(1000000)})))
    if n=="TCP": return "TCP(%s)"%some({"sport":lambda:num(60000),"dport":lambda:R.choice([num(60000),'"http"','["http", "https", 22]','[80, (440, 443)]']),"flags":lambda:R.choice(['"S"','["S", "A"]','(2, 4)','[2, 16]','"SA"']),"seq":lambda:num(2**32),"window":lambda:num(65000),"options":lambda:R.choice(['[("MSS", 1460)]','[("NOP", None), ("WScale", 2)]']),"ack":lambda:num(2**31)})
    if n=="UDP": return "UDP(%s)"%some({"sport":lambda:num(60000),"dport":lambda:num(60000)})
    if n=="ICMP": return "ICMP(%s)"%some({"type":lambda:R.choice(["8","0",'"echo-request"','["echo-request", "echo-reply"]',"(3, 5)","[3, 11]"]),"code":lambda:R.choice(["0","(0, 3)","[1, 3]"]),"id":lambda:num(60000),"seq":lambda:num(60000)})
    if n=="Raw": return R.choice(['"abc"','Raw(load="x")','Raw(load=["a", "bc"])','b"\\x00\\x01"','DNS(id=%s, qd=DNSQR(qname=%s))'%(num(60000),R.choice(['"a.b"','["a.b", "c.d"]']))])
    if n=="ARP": return "ARP(op=%s, hwsrc='02:00:00:00:00:01', psrc=%s, pdst=%s)"%(R.choice(["1","[1, 2]",'["who-has", "is-at"]','(1, 3)']),R.choice(['"10.9.9.9"',addr()]),addr())
def stack():
    k=R.randrange(6)
    l=[]
    if k in(0,1): l=["Ether"]
    if k==1: l.append("Dot1Q")
    if k==2: return [layer("Ether"),layer("ARP")]
    l.append(R.choice(["IP","IP","IPv6"]))
    l.append(R.choice(["TCP","UDP"] if l[-1]=="IPv6" else ["TCP","UDP","ICMP"]))
    if R.random()<0.4: l.append("Raw")
    return [layer(x) for x in l]
n=0
while n<int(sys.argv[1]):
    t="/".join(stack())
    if R.random()<0.1: t="[%s, %s]"%(t,"/".join(stack()))
    try:
        e=eval(t)
        out=[]
        for p in (e if isinstance(e,list) else [e]):
            for x in p:
                out.append(bytes(x).hex())
                if len(out)>300: break
    except Exception as ex: continue
    if len(out)>300: continue
    n+=1
    print(t+"\t"+" ".join(out))
