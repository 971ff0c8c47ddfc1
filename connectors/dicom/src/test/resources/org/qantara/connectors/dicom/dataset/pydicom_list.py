# Prints every element of the files named on standard input as pydicom reads it: path|VR|value, one per line.
import sys, warnings
import pydicom
from pydicom.sequence import Sequence
from pydicom.multival import MultiValue
warnings.simplefilter("ignore")
pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
sys.stdout.reconfigure(encoding="utf-8", errors="replace")

def text(vr, v):
    if v is None:
        return ""
    if vr in ("DS", "IS") and hasattr(v, "original_string"):
        return str(v.original_string).strip()
    if vr == "AT":
        return "%08X" % int(v)
    if vr in ("FL", "FD"):
        return "%.6g" % float(v)
    return str(v).rstrip(" \0")

def walk(ds, path):
    for tag in sorted(ds.keys()):
        here = path + "%08X" % int(tag)
        if (int(tag) & 0xFFFF) == 0 or int(tag) == 0xFFFCFFFC:
            continue
        try:
            e = ds[tag]
            vr = str(e.VR).replace("VR.", "")
            if vr == "SQ":
                print("%s|SQ|%d" % (here, len(e.value)))
                for i, item in enumerate(e.value):
                    walk(item, "%s[%d]." % (here, i))
            elif isinstance(e.value, bytes):
                print("%s|%s|#%d" % (here, vr, len(e.value)))
            elif isinstance(e.value, (MultiValue, list)):
                print("%s|%s|%s" % (here, vr, "\\".join(text(vr, v) for v in e.value)))
            else:
                print("%s|%s|%s" % (here, vr, text(vr, e.value).replace("\r", "\\r").replace("\n", "\\n")))
        except Exception as x:
            print("%s|??|%s" % (here, type(x).__name__))

for name in sys.stdin.read().split("\n"):
    if name:
        print("file " + name)
        try:
            walk(pydicom.dcmread(name), "")
        except Exception as x:
            print("error " + type(x).__name__)
