"""The demo community: people, portraits and threads made for Bobwhite."""
