"""``python -m letter_digest FOLDER OUT``"""

import sys
from pathlib import Path

from letter_digest import main

main(Path(sys.argv[1]), Path(sys.argv[2]))
