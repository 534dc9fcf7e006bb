"""`huiyin verify`: chains, sealed texts, files, roots, and the caches rebuilt from the events."""

from huiyin.matters.verify.report import Broken, Report
from huiyin.matters.verify.run import verify

__all__ = ["Broken", "Report", "verify"]
