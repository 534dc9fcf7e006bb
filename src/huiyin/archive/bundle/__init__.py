"""One matter one file (一事一卷): everything about a matter as one PDF, paged and catalogued."""

from huiyin.archive.bundle.make import bundle, bundle_file

__all__ = ["bundle", "bundle_file"]
