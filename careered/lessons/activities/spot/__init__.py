"""An invented post, advert, answer or page: the words in it that show who, when, why, and on what evidence."""
